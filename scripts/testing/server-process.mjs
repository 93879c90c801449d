/** A server that a test starts and ends, whatever it is. */

/**
 * Resolves when the server says that it is ready.
 * @param {import('node:child_process').ChildProcess} server
 * @param {{ output: import('node:stream').Readable, sentence: string, withinMs: number }} wanted where it says so, and how
 * @throws Error with its output if it ends or takes too long
 */
export function ready(server, { output, sentence, withinMs }) {
	return new Promise((resolve, reject) => {
		let said = '';
		const fail = (why) => {
			clearTimeout(timer);
			reject(new Error(why));
		};
		const timer = setTimeout(() => fail(`it was not ready in time: ${said}`), withinMs);
		output.on('data', (chunk) => {
			said = (said + chunk).slice(-4000);
			if (!said.includes(sentence)) return;
			clearTimeout(timer);
			resolve();
		});
		server.once('error', (error) => fail(error.message));
		server.once('exit', (code) => fail(`it ended with code ${code}: ${said}`));
	});
}

/** Resolves when it has ended, also where it had before. */
export async function stop(server, signal) {
	if (server.pid === undefined || server.exitCode !== null || server.signalCode !== null) return;
	const ended = new Promise((resolve) => server.once('exit', resolve));
	server.kill(signal);
	await ended;
}
