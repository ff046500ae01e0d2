/**
 * Finds where messages end in the two streams of a Bolt connection: after the handshake each is a
 * row of chunks, two bytes of length before each, and ends with an empty one. Used by `TcpProxy`.
 */

/** Takes one byte after another; gives whether the byte before ended a message. */
type Parser = Generator<boolean, void, number>;

/** Finds the ends of messages in the parts of a stream, as positions just behind them. */
export type EndsOf = (part: Buffer) => readonly number[];

/** The readers of a new connection's two directions. */
export function boltMessages(): { readonly fromClient: EndsOf; readonly fromServer: EndsOf } {
  const agreed = { manifest: false };
  return {
    fromClient: reader(clientStream(agreed)),
    fromServer: reader(serverStream(agreed)),
  };
}

function reader(parser: Parser): EndsOf {
  parser.next();
  return (part) => {
    const ends: number[] = [];
    for (const [index, byte] of part.entries()) {
      if (parser.next(byte).value === true) ends.push(index + 1);
    }
    return ends;
  };
}

/** The server's first four bytes when it offers a list of versions instead of choosing one. */
const manifest = 0x00_00_01_ff;

function* clientStream(agreed: { readonly manifest: boolean }): Parser {
  yield* skipped(20);
  // The client says nothing more until the server has answered.
  const first = yield false;
  if (agreed.manifest) {
    yield* skipped(3);
    yield* variableNumber();
    yield* messages();
  } else yield* messages(first);
}

function* serverStream(agreed: { manifest: boolean }): Parser {
  let choice = 0;
  for (let i = 0; i < 4; i++) choice = choice * 256 + (yield false);
  if (choice === manifest) {
    agreed.manifest = true;
    yield* skipped(4 * (yield* variableNumber()));
    yield* variableNumber();
  }
  yield* messages();
}

function* messages(first?: number): Parser {
  let given = first;
  let ended = false;
  for (;;) {
    const high: number = given ?? (yield ended);
    given = undefined;
    ended = false;
    const size = high * 256 + (yield false);
    yield* skipped(size);
    ended = size === 0;
  }
}

function* skipped(bytes: number): Parser {
  for (let i = 0; i < bytes; i++) yield false;
}

/** Seven bits in each byte, the lowest first, as long as the eighth is set. */
function* variableNumber(): Generator<boolean, number, number> {
  let value = 0;
  for (let shift = 0; ; shift += 7) {
    const byte = yield false;
    value += (byte & 0x7f) * 2 ** shift;
    if (byte < 0x80) return value;
  }
}
