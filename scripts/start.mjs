/** `npm start`: prepares a fresh clone and opens the environment. See sandbox/start. */
import { ensureDependencies, runTypeScript } from './bootstrap.mjs';

try {
	await ensureDependencies();
	process.exitCode = await runTypeScript('sandbox/start/main.ts', process.argv.slice(2));
} catch (error) {
	console.error(error instanceof Error ? error.message : error);
	process.exitCode = 1;
}
