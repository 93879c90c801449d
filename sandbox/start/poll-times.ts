/** n8n lets no clock of a trigger tick more than once a minute, but a trigger may have several clocks. */
import type { WorkflowFile } from '../n8n/host/types';

interface PollTimes {
	item: Array<{ mode: 'everyMinute' } | { mode: 'custom'; cronExpression: string }>;
}

/** @param seconds between two polls, a divisor of 60 */
export function every(seconds: number): PollTimes {
	if (seconds === 60) return { item: [{ mode: 'everyMinute' }] };
	const clocks = 60 / seconds;
	return {
		item: Array.from({ length: clocks }, (_, n) => ({
			mode: 'custom',
			cronExpression: `${seconds * n} * * * * *`,
		})),
	};
}

/** Sets every trigger that polls, for those who do not want to wait. */
export function polledEvery(seconds: number, file: WorkflowFile): WorkflowFile {
	for (const { parameters } of file.nodes) if ('pollTimes' in parameters) parameters['pollTimes'] = every(seconds);
	return file;
}
