/** Whom the hotel's mails go to: a mail server on loopback that keeps what it gets. It asks for a login, as real ones do. */
import type { AddressInfo } from 'node:net';
import { simpleParser } from 'mailparser';
import { SMTPServer } from 'smtp-server';

export interface Mail {
	from: string;
	to: string;
	subject: string;
	text: string;
	/** `''` where the mail has none. */
	html: string;
}

export interface Mailbox {
	host: string;
	port: number;
	user: string;
	/** The oldest first. */
	readonly mails: Mail[];
	/** As a server that is overloaded: mails are refused for as long as it is set. */
	refuses: boolean;
	close(): Promise<void>;
}

const USER = 'hotel';
const HOST = '127.0.0.1';

export async function startMailbox(password: string): Promise<Mailbox> {
	const mails: Mail[] = [];
	const mailbox: Mailbox = { host: HOST, port: 0, user: USER, mails, refuses: false, close };
	const server = new SMTPServer({
		// Without a certificate; nothing leaves this machine.
		disabledCommands: ['STARTTLS'],
		onAuth({ username, password: given }, _session, done) {
			if (username === USER && given === password) done(null, { user: USER });
			else done(new Error('Invalid username or password'));
		},
		onData(stream, _session, done) {
			simpleParser(stream).then(({ from, to, subject = '', text = '', html }) => {
				if (mailbox.refuses) return done(Object.assign(new Error('Try again later'), { responseCode: 451 }));
				mails.push({
					from: from?.text ?? '',
					to: [to ?? []]
						.flat()
						.map((each) => each.text)
						.join(', '),
					subject,
					text,
					html: html || '',
				});
				done();
			}, done);
		},
	});
	await new Promise<void>((resolve, reject) => {
		server.once('error', reject);
		server.listen(0, HOST, resolve);
	});
	mailbox.port = (server.server.address() as AddressInfo).port;
	return mailbox;

	async function close(): Promise<void> {
		await new Promise<void>((resolve) => server.close(() => resolve()));
	}
}
