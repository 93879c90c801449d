/**
 * Loaded into n8n by `--require`: what our Airbnb nodes take for now is moved by the milliseconds in the file
 * `SHIFTED_CLOCK`. n8n itself, its sessions and its schedules keep the real time.
 */
const { readFileSync } = require('node:fs');
const Module = require('node:module');

const RealDate = Date;
const now = () => {
	try {
		return RealDate.now() + Number(readFileSync(process.env.SHIFTED_CLOCK, 'utf8'));
	} catch {
		return RealDate.now();
	}
};

globalThis.__shiftedDate = class extends RealDate {
	constructor(...given) {
		if (given.length === 0) super(now());
		else super(...given);
	}

	static now() {
		return now();
	}
};

const compile = Module.prototype._compile;
Module.prototype._compile = function (content, filename, ...rest) {
	const isOurs = /n8n-nodes-hotel[\\/]dist[\\/]nodes[\\/]Airbnb[\\/]/.test(filename);
	return compile.call(this, isOurs ? `const Date = globalThis.__shiftedDate;${content}` : content, filename, ...rest);
};
