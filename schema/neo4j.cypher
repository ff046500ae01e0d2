// Constraints and indexes of Linchpin's graph in Neo4j 5.26 or later; applied at every start.

// Twins, found by id.
CREATE CONSTRAINT linchpin_twin_id IF NOT EXISTS
FOR (twin:Twin) REQUIRE twin.id IS UNIQUE;

// Models: their document, and the label that their twins have.
CREATE CONSTRAINT linchpin_model_id IF NOT EXISTS
FOR (model:Model) REQUIRE model.id IS UNIQUE;
CREATE CONSTRAINT linchpin_model_label IF NOT EXISTS
FOR (model:Model) REQUIRE model.label IS UNIQUE;

// The one head: format, revision and counters. Every writer locks it first.
CREATE CONSTRAINT linchpin_head IF NOT EXISTS
FOR (head:LinchpinHead) REQUIRE head.name IS UNIQUE;
CREATE CONSTRAINT linchpin_writer IF NOT EXISTS
FOR (writer:LinchpinWriter) REQUIRE writer.id IS UNIQUE;

// The log of commits, and what repeated operations and messages are known by.
CREATE CONSTRAINT linchpin_commit IF NOT EXISTS
FOR (commit:LinchpinCommit) REQUIRE commit.revision IS UNIQUE;
CREATE CONSTRAINT linchpin_operation IF NOT EXISTS
FOR (operation:LinchpinOperation) REQUIRE operation.id IS UNIQUE;
CREATE INDEX linchpin_operation_number IF NOT EXISTS
FOR (operation:LinchpinOperation) ON (operation.number);
CREATE CONSTRAINT linchpin_message IF NOT EXISTS
FOR (message:LinchpinMessage) REQUIRE message.key IS UNIQUE;
CREATE INDEX linchpin_message_number IF NOT EXISTS
FOR (message:LinchpinMessage) ON (message.number);
CREATE CONSTRAINT linchpin_rejection IF NOT EXISTS
FOR (rejection:LinchpinRejection) REQUIRE rejection.number IS UNIQUE;

// Segments and checkpoints of history.
CREATE CONSTRAINT linchpin_archive IF NOT EXISTS
FOR (piece:LinchpinArchive) REQUIRE piece.key IS UNIQUE;
CREATE INDEX linchpin_archive_part IF NOT EXISTS
FOR (part:LinchpinArchivePart) ON (part.blob, part.number);
