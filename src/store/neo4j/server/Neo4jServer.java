import java.nio.file.Path;
import java.util.Map;
import org.neo4j.configuration.connectors.ConnectorPortRegister;
import org.neo4j.configuration.connectors.ConnectorType;
import org.neo4j.dbms.api.DatabaseManagementService;
import org.neo4j.dbms.api.DatabaseManagementServiceBuilder;
import org.neo4j.kernel.internal.GraphDatabaseAPI;

/**
 * A Neo4j Community server from plain jars: `java -cp 'jars/*' Neo4jServer.java DATA SETTINGS`.
 * Prints `READY <port>` when it can be used; ends when its standard input ends or on a signal.
 * NEO4J_PASSWORD is the password of the user neo4j, where the settings ask for one.
 */
public class Neo4jServer {
  public static void main(String[] args) throws Exception {
    DatabaseManagementService server =
        new DatabaseManagementServiceBuilder(Path.of(args[0]))
            .loadPropertiesFromFile(Path.of(args[1]))
            .build();
    Runtime.getRuntime().addShutdownHook(new Thread(server::shutdown));
    GraphDatabaseAPI system = (GraphDatabaseAPI) server.database("system");
    String password = System.getenv("NEO4J_PASSWORD");
    if (password != null) {
      system.executeTransactionally(
          "ALTER USER neo4j SET PASSWORD $password CHANGE NOT REQUIRED",
          Map.of("password", password));
    }
    ConnectorPortRegister ports =
        system.getDependencyResolver().resolveDependency(ConnectorPortRegister.class);
    System.out.println("READY " + ports.getLocalAddress(ConnectorType.BOLT).getPort());
    while (System.in.read() != -1) {}
    System.exit(0);
  }
}
