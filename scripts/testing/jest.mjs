import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { root, runTool } from './run.mjs';

export const JEST = 'node_modules/jest/bin/jest.js';

/**
 * jest's arguments for some of its projects. The option treats every word that follows as a project, so it comes last.
 * @param {string[]} projects
 * @param {string[]} args paths and options
 */
export function inProjects(projects, args = []) {
	return [...args, '--selectProjects', ...projects];
}

/**
 * Runs jest and counts from the report that it writes, never from what it prints.
 * @param {string} folder for the report; the caller removes it
 * @param {string} name of the report, unique within the folder
 * @param {string[]} args
 * @param {Record<string, string | undefined>} env
 * @returns {Promise<{ passed: number, failed: number, skipped: number, suites: Array<{ file: string, ms: number }> }>}
 */
export async function jest(folder, name, args, env) {
	const report = path.join(folder, `${name}.json`);
	const code = await runTool(JEST, ['--ci', '--json', `--outputFile=${report}`, ...args], { env });
	let result;
	try {
		result = JSON.parse(await readFile(report, 'utf8'));
	} catch {
		// Crashed, killed or misconfigured: nothing is known about its tests, except that they did not pass.
		console.error(`jest ended with code ${code} and left no report: counted as one failure.`);
		return { passed: 0, failed: 1, skipped: 0, suites: [] };
	}
	return { ...tally(result, code), suites: durations(result) };
}

/** @param {{ testResults: Array<{ name: string, startTime: number, endTime: number }> }} result jest's own report */
function durations({ testResults }) {
	return testResults.map(({ name, startTime, endTime }) => ({
		file: path.relative(root, name),
		ms: endTime - startTime,
	}));
}

/**
 * @param {{ numPassedTests: number, numFailedTests: number, numPendingTests: number,
 *   numTodoTests: number, numRuntimeErrorTestSuites: number }} result jest's own report
 * @param {number} code jest's exit code
 */
export function tally(result, code) {
	const passed = result.numPassedTests;
	const skipped = result.numPendingTests + result.numTodoTests;
	// A file that cannot be loaded contains no counted test, but is a failure.
	let failed = result.numFailedTests + result.numRuntimeErrorTestSuites;
	// An open handle, a coverage threshold, a failing set-up, no test found: jest fails without naming a test.
	if (code !== 0 && failed === 0) failed = 1;
	return { passed, failed, skipped };
}
