import { once } from "node:events";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";
import { SMTPServer, type SMTPServerOptions } from "smtp-server";

/** A mail that the receiver got. */
export interface ReceivedMail {
  readonly from: string;
  readonly to: readonly string[];
  /** The whole mail, headers and text. */
  readonly raw: string;
}

/** The log-in that the receiver takes. */
export const LOGIN = { user: "tutti", password: "p@ss-w0rd" };

/** An error with an SMTP reply, for the handlers of the receiver. */
export function reply(responseCode: number, message: string): Error {
  return Object.assign(new Error(message), { responseCode });
}

/** A real SMTP server on a loopback port, which keeps what it got. Close it after the test. */
export async function smtpReceiver(options: SMTPServerOptions = {}) {
  const mails: ReceivedMail[] = [];
  const state = { connections: 0, closed: 0 };
  const server = new SMTPServer({
    disableReverseLookup: true,
    authOptional: true,
    allowInsecureAuth: true,
    hideSTARTTLS: true,
    closeTimeout: 200,
    onConnect(_session, callback) {
      state.connections += 1;
      callback();
    },
    onClose() {
      state.closed += 1;
    },
    onAuth({ username, password }, _session, callback) {
      if (username === LOGIN.user && password === LOGIN.password) callback(null, { user: username });
      else callback(new Error(`No log-in with ${String(password)}`));
    },
    onData(stream, { envelope }, callback) {
      const receive = async () => {
        const raw = await text(stream);
        const from = envelope.mailFrom === false ? "" : envelope.mailFrom.address;
        mails.push({ from, to: envelope.rcptTo.map(({ address }) => address), raw });
        callback();
      };
      void receive();
    },
    ...options,
  });
  server.on("error", () => {});
  server.listen(0, "127.0.0.1");
  await once(server.server, "listening");
  const { port } = server.server.address() as AddressInfo;
  const host = `127.0.0.1:${port}`;
  return {
    host,
    port,
    url: `smtp://${host}`,
    mails,
    state,
    close: () => new Promise<void>((resolve) => server.close(() => resolve())),
  };
}
