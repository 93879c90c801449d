import fc from 'fast-check';
import {
	guestValues,
	toSelfKeyEvent,
	type SelfKeyEvent,
} from '../../../../../nodes/SelfKey/reservations/reservation-event.mapper';
import { writeEvents as write, type EventKind, type Post } from '../../../../../nodes/SelfKey/writes/write-events';
import { ApiError, type ApiErrorKind } from '../../../../../nodes/shared/request/api-error';
import { reservation, roomStay } from '../../../../support/reservations';
import { assertProperty } from '../../../../support/property';

const events = (count: number) =>
	Array.from({ length: count }, (_, index) =>
		toSelfKeyEvent(reservation({ reservationId: String(index) }), {
			hotelSlug: 'hotel-paradise',
			integrationId: 'n8n',
		}),
	);
const idOf = ({ data }: SelfKeyEvent) => String(data.external_id);
const problem = (kind: ApiErrorKind, status: number | null = null) =>
	new ApiError({ kind, status, message: kind, advice: 'Wait' });
const kind: EventKind<SelfKeyEvent> = { name: 'reservation', refused: 'Correct it', privateIn: guestValues };
const retry = { attempts: 4, wait: async () => undefined };
const writeEvents = async (...[sent, ...how]: Parameters<typeof write<SelfKeyEvent>>) => {
	const { results, fatal } = await write(sent, ...how);
	expect(results).toHaveLength(sent.length);
	return { outcomes: new Map(sent.map((event, index) => [event, results[index]])), failure: fatal };
};

/** What SelfKey does with one request. */
type Reaction =
	{ type: 'answer'; failing: number[]; refusing: number[] } | { type: 'throw'; kind: ApiErrorKind } | { type: 'lost' };

/** A SelfKey that writes what it can, in the way that the reactions say; after them, all goes well. */
class Remote {
	/** How often each was sent after it had been answered as written. */
	readonly sentAgain: string[] = [];
	readonly outcomes = new Map<string, string>();
	private readonly answered = new Set<string>();
	requests = 0;
	largest = 0;

	constructor(
		private readonly reactions: Reaction[],
		private readonly limit: number,
	) {}

	post: Post<SelfKeyEvent> = async (sent) => {
		const reaction = this.reactions[this.requests++] ?? { type: 'answer', failing: [], refusing: [] };
		if (sent.length > this.limit) throw problem('refused', 413);
		this.largest = Math.max(this.largest, sent.length);
		this.sentAgain.push(...sent.map(idOf).filter((id) => this.answered.has(id)));
		if (reaction.type === 'throw') throw problem(reaction.kind);
		const hits = (places: number[], index: number) =>
			reaction.type === 'answer' && places.some((place) => place % sent.length === index);
		const results = sent.map((event, index) => {
			if (reaction.type === 'answer' && hits(reaction.failing, index))
				return { status: 'error', error: 'Processing failed', retryable: true };
			this.answered.add(idOf(event));
			if (reaction.type === 'answer' && hits(reaction.refusing, index))
				return { status: 'error', error: 'refused', retryable: false };
			const outcome = this.outcomes.has(idOf(event)) ? 'unchanged' : 'created';
			this.outcomes.set(idOf(event), this.outcomes.get(idOf(event)) ?? outcome);
			return { status: 'success', outcome, id: idOf(event) };
		});
		if (reaction.type === 'lost') {
			for (const event of sent) this.answered.delete(idOf(event));
			throw problem('unreachable');
		}
		return { results };
	};
}

const places = fc.array(fc.nat(60), { maxLength: 4 });
const reaction: fc.Arbitrary<Reaction> = fc.oneof(
	fc.record({ type: fc.constant('answer' as const), failing: places, refusing: places }),
	fc.record({
		type: fc.constant('throw' as const),
		kind: fc.constantFrom<ApiErrorKind>(
			'server',
			'unreachable',
			'rate_limited',
			'unreadable',
			'refused',
			'unauthorized',
		),
	}),
	fc.constant({ type: 'lost' as const }),
);

describe('writeEvents', () => {
	it('says of each event what became of it, sends none again that was answered, and ends', async () => {
		await assertProperty(
			fc.asyncProperty(
				fc.integer({ min: 0, max: 180 }),
				fc.array(reaction, { maxLength: 12 }),
				fc.constantFrom(1, 7, 30, 1_000),
				async (count, reactions, limit) => {
					const remote = new Remote(reactions, limit);
					const sent = events(count);
					const { outcomes, failure } = await writeEvents(sent, kind, remote.post, retry);
					expect(outcomes.size).toBe(count);
					for (const event of sent) {
						const outcome = outcomes.get(event);
						if (outcome instanceof Error) continue;
						// The answer is the event's own, and the event was really written.
						expect(outcome).toMatchObject({ id: idOf(event) });
						expect(remote.outcomes.has(idOf(event))).toBe(true);
					}
					expect(remote.sentAgain).toEqual([]);
					expect(remote.largest).toBeLessThanOrEqual(50);
					if (reactions.length === 0)
						expect([failure, [...outcomes.values()].filter((outcome) => outcome instanceof Error)]).toEqual([null, []]);
				},
			),
			{ numRuns: 100 },
		);
	});

	it('stops asking once a request fails as a whole, and says so for all that is left', async () => {
		let requests = 0;
		const sent = events(120);
		const post: Post<SelfKeyEvent> = async (batch) => {
			if (++requests > 1) throw problem('unreachable');
			return { results: batch.map(() => ({ status: 'success', outcome: 'created' })) };
		};
		const { outcomes, failure } = await writeEvents(sent, kind, post, retry);
		expect(requests).toBe(1 + 4);
		expect(failure?.message).toBe('unreachable');
		expect([...outcomes.values()].filter((outcome) => outcome instanceof Error)).toHaveLength(70);
	});

	it.each([400, 403, 413, 422])(
		'writes the others where a request is refused with %i for what is in one event',
		async (status) => {
			const sent = events(120);
			const post: Post<SelfKeyEvent> = async (batch) => {
				if (batch.some((event) => ['7', '60', '61', '119'].includes(idOf(event)))) throw problem('refused', status);
				return { results: batch.map(() => ({ status: 'success', outcome: 'created' })) };
			};
			const { outcomes, failure } = await writeEvents(sent, kind, post, retry);
			expect(failure).toBeNull();
			expect(
				[...outcomes]
					.filter(([, outcome]) => outcome instanceof Error)
					.map(([event]) => idOf(event))
					.sort(),
			).toEqual(['119', '60', '61', '7']);
		},
	);

	it('soon gives up where every request is refused', async () => {
		let requests = 0;
		const post: Post<SelfKeyEvent> = async () => {
			requests++;
			throw problem('forbidden', 403);
		};
		const { outcomes, failure } = await writeEvents(events(1_000), kind, post, retry);
		expect(failure?.message).toBe('forbidden');
		expect([...outcomes.values()].filter((outcome) => outcome instanceof Error)).toHaveLength(1_000);
		expect(requests).toBeLessThan(12);
	});

	it('does not let single events at the head of the list keep the others out for ever', async () => {
		const bad = ['0', '1', '2', '3', '60', '61', '62'];
		const post: Post<SelfKeyEvent> = async (batch) => {
			if (batch.some((event) => bad.includes(idOf(event)))) throw problem('forbidden', 403);
			return { results: batch.map(() => ({ status: 'success', outcome: 'created' })) };
		};
		const last = (count: number) => count - 1;
		const { outcomes, failure } = await writeEvents(events(120), kind, post, retry, last);
		expect(failure).toBeNull();
		expect([...outcomes].filter(([, outcome]) => outcome instanceof Error).map(([event]) => idOf(event))).toEqual(bad);
		// The lot may fall on one that is refused too; another time it falls on another.
		const first = await writeEvents(events(120), kind, post, retry, () => 0);
		expect(first.failure?.message).toBe('forbidden');
		let runs = 0;
		const waiting = new Set(events(120).map(idOf));
		while (waiting.size > bad.length && ++runs < 200) {
			const offered = events(120).filter((event) => waiting.has(idOf(event)));
			const written = (await writeEvents(offered, kind, post, retry)).outcomes;
			for (const [event, outcome] of written) if (!(outcome instanceof Error)) waiting.delete(idOf(event));
		}
		expect([...waiting]).toEqual(bad);
	});

	it('sends none again that was answered, however the lot falls', async () => {
		await assertProperty(
			fc.asyncProperty(
				fc.integer({ min: 0, max: 130 }),
				fc.uniqueArray(fc.nat(129), { maxLength: 40 }),
				fc.array(fc.nat(), { minLength: 1, maxLength: 20 }),
				async (count, bad, lots) => {
					const taken: string[] = [];
					let drawn = 0;
					const post: Post<SelfKeyEvent> = async (batch) => {
						if (batch.some((event) => bad.includes(Number(idOf(event))))) throw problem('refused', 400);
						taken.push(...batch.map(idOf));
						return { results: batch.map(() => ({ status: 'success', outcome: 'created' })) };
					};
					const draw = (of: number) => (lots[drawn++ % lots.length] ?? 0) % Math.max(1, of);
					const { outcomes, failure } = await writeEvents(events(count), kind, post, retry, draw);
					expect(new Set(taken).size).toBe(taken.length);
					const written = [...outcomes]
						.filter(([, outcome]) => !(outcome instanceof Error))
						.map(([event]) => idOf(event));
					expect(written.sort()).toEqual(taken.sort());
					if (failure === null) expect(taken).toHaveLength(count - bad.filter((place) => place < count).length);
				},
			),
		);
	});

	it('also stops where SelfKey goes away after it has answered for a part', async () => {
		const remote = new Remote(
			[
				{ type: 'answer', failing: [7], refusing: [] },
				...Array<Reaction>(3).fill({ type: 'throw', kind: 'unreachable' }),
			],
			1_000,
		);
		const sent = events(60);
		const { outcomes, failure } = await writeEvents(sent, kind, remote.post, retry);
		expect(failure?.message).toBe('unreachable');
		expect(remote.requests).toBe(4);
		const failed = [...outcomes].filter(([, outcome]) => outcome instanceof Error);
		expect(failed.map(([event]) => idOf(event))).toEqual(['7', ...sent.slice(50).map(idOf)]);
		expect(new Set(failed.map(([, outcome]) => (outcome as Error).message))).toEqual(new Set(['unreachable']));
	});

	it('does not take one reservation that SelfKey cannot write for SelfKey being down', async () => {
		const remote = new Remote(Array<Reaction>(4).fill({ type: 'answer', failing: [0], refusing: [] }), 1_000);
		const sent = events(60);
		const { outcomes, failure } = await writeEvents(sent, kind, remote.post, retry);
		expect(failure).toBeNull();
		expect([...outcomes].filter(([, outcome]) => outcome instanceof Error).map(([event]) => idOf(event))).toEqual([
			'0',
		]);
	});

	it('quotes no guest, also where the words have to be cut in the middle of one', async () => {
		const room = roomStay({ guests: [{ name: 'Melusine Vandermeersch' }], remarks: ['Peanuts would kill me'] });
		const booker = {
			...reservation().booker,
			firstName: 'Zoë',
			lastName: 'Dupont',
			email: 'zoe@example.com',
			phone: '+41 79 000',
			address: 'Secret Lane 5',
		};
		const event = toSelfKeyEvent(reservation({ booker, rooms: [room], remarks: ['Quiet please'] }), {
			hotelSlug: 'hotel-paradise',
			integrationId: 'n8n',
		});
		const secrets = [
			'Zoë',
			'Dupont',
			'zoe@example.com',
			'+41 79 000',
			'Secret Lane 5',
			'Vandermeersch',
			'Melusine',
			'Peanuts would kill me',
			'Quiet please',
		];
		for (const secret of secrets) {
			for (const before of [0, 285, 292, 297]) {
				const error = `${'x'.repeat(before)} ${secret} and so on ${'y'.repeat(400)}`;
				const { outcomes } = await writeEvents(
					[event],
					kind,
					() => Promise.resolve({ results: [{ status: 'error', error }] }),
					retry,
				);
				const { message } = outcomes.get(event) as Error;
				expect(message).toMatch(/^SelfKey did not write the reservation: x* \[/);
				expect(message.slice('SelfKey did not write'.length)).not.toContain(secret.slice(0, 2));
				expect(message.length).toBeLessThan(350);
			}
		}
	});

	it('says what it was that was not written', async () => {
		const payments: EventKind<SelfKeyEvent> = { name: 'payment', refused: 'Correct it', privateIn: () => [] };
		const answered = async (answer: unknown) =>
			[...(await writeEvents(events(1), payments, () => Promise.resolve(answer), retry)).outcomes.values()].map(
				(outcome) => (outcome as Error).message,
			);
		expect(await answered({ results: [{ status: 'error', error: 'The refund is too large' }] })).toEqual([
			'SelfKey did not write the payment: The refund is too large',
		]);
		expect(await answered({})).toEqual(["SelfKey's answer does not say what became of each payment"]);
	});

	it('is refused for good by nothing but SelfKey saying so of the event itself', async () => {
		const retryable = async (post: Post<SelfKeyEvent>) =>
			[...(await writeEvents(events(1), kind, post, retry)).outcomes.values()].map(
				(outcome) => (outcome as ApiError).retryable,
			);
		const answered = async (answer: unknown) => await retryable(() => Promise.resolve(answer));
		expect(
			await answered({ results: [{ status: 'error', error: 'The refund is too large', retryable: false }] }),
		).toEqual([false]);
		expect(await answered({ results: [{ status: 'error', error: 'Processing failed', retryable: true }] })).toEqual([
			true,
		]);
		// Something that is not the handler answers, or an older one: somebody can mend it.
		const unknown = [
			{ results: [{ status: 'error', error: 'No' }] },
			{ results: [null] },
			{ results: ['no'] },
			{ results: [{ status: 'success' }] },
			{ results: [] },
			{ status: 'success' },
			{},
			null,
		];
		for (const answer of unknown) expect([answer, await answered(answer)]).toEqual([answer, [true]]);
	});

	it('shows a fault of its own as it is', async () => {
		const bug = new TypeError('a bug');
		const { outcomes, failure } = await writeEvents(events(1), kind, () => Promise.reject(bug), retry);
		expect([...outcomes.values(), failure]).toEqual([bug, bug]);
	});
});
