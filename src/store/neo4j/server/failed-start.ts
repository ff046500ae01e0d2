/** Why a server ended before it could be used, told from what it wrote on standard error. */
import { join } from 'node:path';
import { LinchpinError } from '../../../model/errors.ts';

/** The folder and the port that the server was to use. */
export interface StartPlace {
  readonly data: string;
  readonly port: number;
}

/** `DATA_LOCKED` and `PORT_IN_USE` where that is why; else `UNAVAILABLE` with the innermost cause. */
export function failedStart(complaints: string, { data, port }: StartPlace): LinchpinError {
  if (/Lock file has been locked by another process/.test(complaints)) {
    return new LinchpinError({
      code: 'DATA_LOCKED',
      where: data,
      message: 'another Neo4j uses this folder',
      expected: 'a folder that no other Neo4j works on',
      action: 'stop it, or give another folder with --data',
    });
  }
  if (/already in use/i.test(complaints)) {
    return new LinchpinError({
      code: 'PORT_IN_USE',
      where: `127.0.0.1:${port}`,
      message: 'another program listens there',
      expected: 'a free port',
      action: 'stop it, or choose another port with --port (0 for any free one)',
    });
  }
  return new LinchpinError({
    code: 'UNAVAILABLE',
    where: data,
    message: `Neo4j did not start: ${causeOf(complaints)}`,
    expected: 'a JDK of version 17 or 21, and a data folder that can be written',
    action: `correct that and start it again; ${join(data, 'logs', 'debug.log')} may say more`,
  });
}

/** Exceptions come outermost first, each with the frames of its stack indented below it. */
function causeOf(complaints: string): string {
  const lines = complaints.split('\n').filter((line) => /^\S.*(?:error|exception)/i.test(line));
  return lines.at(-1)?.replace(exceptionName, '') ?? complaints.trim();
}

const exceptionName = /^(?:Caused by: |Exception in thread "[^"]*" )(?:[\w.$]+: )?/;
