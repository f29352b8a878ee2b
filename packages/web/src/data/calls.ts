/**
 * The calls of a session, and its end: what is under way is answered first, and what begins meanwhile waits. So nothing is asked of a server that has just
 * forgotten who asks, and nothing fails because somebody thought of leaving.
 */

export interface Calls {
  /** @param call is not made, and answered with 401, when the session ended while it waited */
  make(call: () => Promise<Response>): Promise<Response>;
  /** Ends the session. @throws what the work throws: then it goes on, and so do the calls that waited */
  end(work: () => Promise<void>): Promise<void>;
}

/** No call holds up somebody who leaves for longer. */
const answerMs = 5_000;

export function createCalls(): Calls {
  const underWay = new Set<Promise<Response>>();
  let ending: Promise<void> | undefined;

  const answered = async () => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const enough = new Promise((resolve) => {
      timer = setTimeout(resolve, answerMs);
    });
    await Promise.race([Promise.allSettled(underWay), enough]);
    clearTimeout(timer);
  };
  return {
    async make(call) {
      if (ending !== undefined && (await succeeds(ending))) return new Response(null, { status: 401 });
      const answer = call();
      underWay.add(answer);
      try {
        return await answer;
      } finally {
        underWay.delete(answer);
      }
    },
    async end(work) {
      ending = answered().then(work);
      try {
        await ending;
      } finally {
        ending = undefined;
      }
    },
  };
}

const succeeds = (work: Promise<unknown>): Promise<boolean> =>
  work.then(
    () => true,
    () => false,
  );
