/**
 * Run by `alternateProcesses`: one way of doing the work, in a process of its own, each time that it is told to.
 *
 *   contestant.ts MODULE NAME
 */
import type { Contestants } from './measure';

async function main(): Promise<void> {
	const [file = '', name = ''] = process.argv.slice(-2);
	const { contestants } = (await import(file)) as { contestants: () => Promise<Contestants> };
	const way = (await contestants())[name];
	if (!way || !process.send) throw new Error(`${file} has no contestant ${name}`);
	process.on('message', () => void run(way));
	process.send('ready');
}

async function run(way: () => unknown): Promise<void> {
	const begun = performance.now();
	await way();
	process.send?.(performance.now() - begun);
}

void main();
