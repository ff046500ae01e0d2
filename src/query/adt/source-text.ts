/** A query text and the places in it, for errors that say where they are. */
import { LinchpinError } from '../../model/errors.ts';

/** What an error says beside its place. */
interface Complaint {
  readonly message: string;
  readonly expected?: string;
  readonly action?: string;
}

/** A query text. */
export class SourceText {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }

  /** `line 2, column 5`, both from 1. */
  placeOf(offset: number): string {
    const before = this.text.slice(0, offset).split(/\r\n|\r|\n/);
    return `line ${before.length}, column ${(before.at(-1)?.length ?? 0) + 1}`;
  }

  /** `BAD_USER_INPUT` at a place. */
  bad(offset: number, complaint: Complaint): LinchpinError {
    const where = this.placeOf(offset);
    return new LinchpinError({ code: 'BAD_USER_INPUT', where, ...complaint });
  }

  /** `LIMIT_EXCEEDED` at a place. */
  tooMuch(offset: number, complaint: Complaint): LinchpinError {
    const where = this.placeOf(offset);
    return new LinchpinError({ code: 'LIMIT_EXCEEDED', where, ...complaint });
  }
}
