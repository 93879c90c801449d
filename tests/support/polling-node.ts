/** A trigger that polls, as a connection of the channel contract. */
import type { INodeType } from 'n8n-workflow';
import type { Connection, Received } from './channel-contract';
import type { FakeContext } from './fake-context';

/** @param onSuccess what a run does with its items before it ends in success, such as acknowledging them */
export function pollingNode(
	trigger: INodeType,
	context: FakeContext,
	onSuccess: (items: Received['items']) => Promise<unknown> = async () => undefined,
): Required<Pick<Connection, 'receive' | 'end'>> {
	const last = () => context.emitted.at(-1);
	return {
		async receive() {
			const [runs, faults] = [context.emitted.length, context.emittedErrors.length];
			try {
				const returned = await trigger.poll?.call(context.poll);
				const items = context.emitted.slice(runs).flatMap((run) => run.items.map(({ json }) => json));
				return { items, errors: context.emittedErrors.slice(faults), returned };
			} catch (error) {
				return { items: [], errors: [error] };
			}
		},
		async end(status) {
			if (status === 'success') await onSuccess((last()?.items ?? []).map(({ json }) => json));
			last()?.end(status);
			await new Promise((resolve) => setImmediate(resolve));
		},
	};
}
