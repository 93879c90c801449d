/** `npm start`: prepares a fresh clone and opens the environment. See sandbox/start. */
import { ensureDependencies, runTypeScript } from './bootstrap.mjs';
import options from './start/options.js';

const args = process.argv.slice(2);
try {
	// Before anything is installed, which takes minutes.
	options.refuseOptionsTakenByNpm(args, process.env);
	if (options.readOptions(args).help) console.log(options.USAGE);
	else {
		await ensureDependencies();
		process.exitCode = await runTypeScript('sandbox/start/main.ts', args);
	}
} catch (error) {
	console.error(error instanceof Error ? error.message : error);
	process.exitCode = 1;
}
