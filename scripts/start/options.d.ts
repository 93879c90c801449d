/** See options.js. */
export interface StartOptions {
	once: boolean;
	json: boolean;
	reservations: number;
	seed: number;
	/** `undefined`: 5678, or any free one with `--once`. */
	port: number | undefined;
	/** No n8n is started. */
	sandboxOnly: boolean;
	help: boolean;
}

export const USAGE: string;

/** @throws RangeError that names the argument that is not understood */
export function readOptions(args: readonly string[]): StartOptions;

/** @throws RangeError that says how to write options that npm has taken for its own settings */
export function refuseOptionsTakenByNpm(args: readonly string[], env: NodeJS.ProcessEnv): void;
