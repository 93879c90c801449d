/** What a remote system has to bring for the fault matrix: some work to do, and a view of what was done. */
import type { HttpAnswer, HttpRequest } from '../../../sandbox/http/server';
import type { FakeContext } from '../fake-context';
import type { FaultyProxy } from './faulty-proxy';

/** What one run of the flow's node, or nodes, came to. */
export interface Attempt {
	/** What the flow goes on with, by name. */
	done: string[];
	errors: unknown[];
}

export interface Scene {
	proxy: FaultyProxy;
	/** All that is to be done, each to be there once at rest. */
	wanted: readonly string[];
	/**
	 * One run of the node with the contexts that `watch` has seen.
	 * @param pending what the flow has not gone on with yet, and so offers again; a source finds that out by itself
	 */
	run(watch: Watch, pending: readonly string[]): Promise<Attempt>;
	/** What the other side holds, each as often as it holds it. */
	held(): Promise<string[]> | string[];
	/** Makes the system refuse one of them for good. @returns how it is made to accept it */
	refuseOne?(): Promise<() => Promise<void>>;
	close(): Promise<void>;
}

/** Notes how long each request may take, so that the longest run can be reckoned; shortens it where the system hangs. */
export type Watch = <C extends FakeContext>(context: C) => C;

export interface Remote {
	/** Its name in errors. */
	name: RegExp;
	system: string;
	work: string;
	open(): Promise<Scene>;
	/** The requests that are struck. */
	on(request: HttpRequest): boolean;
	/** Its own errors in an answer of 200, where it has such. */
	errorsInside?: HttpAnswer;
	secrets: readonly string[];
}
