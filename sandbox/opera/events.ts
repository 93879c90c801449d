/**
 * Business events: a queue that is emptied by reading, in pages of 20 at most. Source: Oracle's description of the
 * integration API, 25.5, and its polling page.
 */
import type { HttpAnswer, HttpRequest } from '../http/server';
import { answer, noContent, type Json } from './answers';
import type { Configuration } from './configuration';
import { stamp, type Stay } from './stay';

const PAGE = 20;

export class BusinessEvents {
	private queue: Json[] = [];
	private next = 2_000_001;

	constructor(
		private readonly configuration: Pick<Configuration, 'hotelId' | 'valueMapping'>,
		private readonly now: () => number,
	) {}

	get waiting(): number {
		return this.queue.length;
	}

	add(moduleName: string, actionType: string, { id, confirmation, status, arrival, departure }: Stay): void {
		const number = String(this.next++);
		const details = Object.entries({
			'CONFIRMATION NO': confirmation,
			'RESERVATION STATUS': status.toUpperCase(),
			'ARRIVAL DATE': arrival,
			'DEPARTURE DATE': departure,
		}).map(([dataElement, newValue]) => ({ dataElement, newValue }));
		this.queue.push({
			businessEvent: {
				header: {
					moduleName,
					actionType,
					actionId: number,
					primaryKey: id,
					publisherId: number,
					createdDateTime: stamp(this.now()),
					hotelId: this.configuration.hotelId,
				},
				details,
			},
			businessEventId: { id: number },
		});
	}

	addRaw(event: Json): void {
		this.queue.push(event);
	}

	lose(): void {
		this.queue = [];
	}

	/** `GET …/businessEvents`: what is given out is gone. */
	dequeue({ query }: HttpRequest): HttpAnswer {
		const limit = Math.min(PAGE, Number(query.get('limit')) || PAGE);
		const businessEventData = this.queue.splice(0, limit);
		if (businessEventData.length === 0) return noContent();
		const { valueMapping: dataValueMapping } = this.configuration;
		return answer(200, { businessEventData, ...(dataValueMapping.length > 0 ? { dataValueMapping } : {}) });
	}
}
