/** See run.js. */
export interface Command {
	command: string;
	args: string[];
	cwd: string;
	env?: NodeJS.ProcessEnv;
	shell?: boolean;
	label: string;
	report: (line: string) => void;
}

export function npm(): { command: string; args: string[]; shell: boolean };
export function runWithProgress(command: Command): Promise<{ code: number; output: string }>;
export function adviceFor(output: string): string;
export function lastLines(output: string, count?: number): string;
