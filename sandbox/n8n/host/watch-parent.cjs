/**
 * Loaded into n8n before n8n itself: ends it, and what it has started, as soon as the process that started
 * it is gone, however that happened. File descriptor 3 is a pipe whose other end the parent holds.
 */
const { Socket } = require('node:net');

const pipe = new Socket({ fd: 3, readable: true, writable: false });
const end = () => {
	try {
		// n8n leads its own process group, which includes its task runner.
		process.kill(-process.pid, 'SIGKILL');
	} catch {
		process.exit(1);
	}
};
pipe.on('error', end).on('close', end).resume();
pipe.unref();
