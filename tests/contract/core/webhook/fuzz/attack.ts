/** Sends changed deliveries to a receiver, as many as one likes, and tells which it accepted. */
import { seededRandom, type Random } from '../../../../../sandbox/hotel';
import type { Delivery, ReceiveOptions, Received } from '../../../../../core/webhook/receive';
import { mutate } from './mutations';
import { deliveryOf, optionsOf, validRequest, type Valid } from './requests';

export interface Tally {
	accepted: string[];
	statuses: Map<number, number>;
	mutations: Map<string, number>;
	schemes: Map<string, number>;
}

/** Sends up to `count` changed deliveries to a receiver, and tells which it accepted; no more after the tenth. */
export function attack(
	receiver: (delivery: Delivery, options: ReceiveOptions) => Received,
	count: number,
	seed: number,
): Tally {
	const random = seededRandom(seed);
	const requests = Array.from({ length: 1_000 }, () => validRequest(random));
	const tally: Tally = { accepted: [], statuses: new Map(), mutations: new Map(), schemes: new Map() };
	const add = <K>(counts: Map<K, number>, key: K) => counts.set(key, (counts.get(key) ?? 0) + 1);
	for (let index = 0; index < count && tally.accepted.length < 10; index++) {
		const request = random.pick(requests);
		const { mutation, wire } = mutate(request, another(requests, request, random), random);
		const received = receiver(deliveryOf(wire, random.chance(0.5)), optionsOf(request));
		if (received.accepted)
			tally.accepted.push(`#${index} ${request.scheme.name}: ${mutation} ${JSON.stringify(wire.headers)}`);
		else add(tally.statuses, received.status);
		add(tally.mutations, mutation);
		add(tally.schemes, request.scheme.name);
	}
	return tally;
}

/** Parts of another delivery of the same sender are the more dangerous ones. */
function another(requests: readonly Valid[], request: Valid, random: Random): Valid {
	const other = random.pick(requests);
	if (random.chance(0.3)) return other;
	return (
		requests
			.slice(requests.indexOf(other))
			.find((one) => one !== request && one.scheme === request.scheme && one.secret === request.secret) ?? other
	);
}
