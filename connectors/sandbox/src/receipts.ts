/** The network's honest memory of what the contacts of one account received, each message once. */

export type Receipt = {
  readonly id: string;
  readonly chatID: string;
  readonly transactionID: string;
  readonly text: string;
  readonly html?: string;
  readonly mentions?: readonly string[];
  /** Native ID of the message that is answered. */
  readonly replyTo?: string;
  readonly attachment?: KeptFile;
  /** Milliseconds since the epoch. */
  readonly timestamp: number;
  /** How often it was handed over: more than once is a repeat with the same transaction ID, which arrived once all the same. */
  readonly attempts: number;
  /** How often its text was changed. */
  readonly edits: number;
  readonly removed?: 'for-everyone' | 'for-me';
};

export type KeptFile = {
  readonly kind: string;
  readonly fileName: string;
  readonly mimeType: string;
  /** Bytes that were read. */
  readonly fileSize: number;
  /** Hexadecimal. */
  readonly sha256: string;
  /** Seconds. */
  readonly duration?: number;
  readonly size?: { readonly width: number; readonly height: number };
};

export class Receipts {
  readonly #byID = new Map<string, Receipt>();
  readonly #idsOfTransactions = new Map<string, string>();
  readonly #log: (receipt: Receipt) => void;

  /** @param log told of each receipt that is new or changed. */
  constructor(log: (receipt: Receipt) => void) {
    this.#log = log;
  }

  /** Keeps a receipt, or the newer form of one. */
  keep(receipt: Receipt): Receipt {
    this.restore(receipt);
    this.#log(receipt);
    return receipt;
  }

  /** Takes back what a journal kept. */
  restore(receipt: Receipt): void {
    this.#byID.set(receipt.id, receipt);
    this.#idsOfTransactions.set(receipt.transactionID, receipt.id);
  }

  get(id: string): Receipt | undefined {
    return this.#byID.get(id);
  }

  ofTransaction(transactionID: string): Receipt | undefined {
    return this.#byID.get(this.#idsOfTransactions.get(transactionID) ?? '');
  }

  /** Oldest first. */
  all(): readonly Receipt[] {
    return [...this.#byID.values()];
  }

  /** Oldest first. */
  of(chatID: string): readonly Receipt[] {
    return this.all().filter((receipt) => receipt.chatID === chatID);
  }
}
