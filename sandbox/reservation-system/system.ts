/** A hotel's own reservation system: reports new, changed and cancelled reservations by signed webhooks. */
import { majorUnits, type Amount } from '../hotel/booking';
import { misused, type Misuse } from '../http/misuse';
import { WebhookSender, type Answer, type Message, type SenderOptions } from '../http/webhook-sender';

/** A reservation as the system holds it. */
export interface OwnReservation {
	id: string;
	/** 1, 2, 3 … with each change. */
	revision: number;
	status: 'confirmed' | 'cancelled';
	/** As the hotel calls it. */
	roomType: string;
	guest: { firstName: string; lastName: string; email: string; phone: string };
	/** `YYYY-MM-DD`. */
	checkIn: string;
	/** `YYYY-MM-DD`, exclusive. */
	checkOut: string;
	guests: number;
	total: Amount;
}

export interface SystemOptions extends Omit<SenderOptions, 'signing'> {
	/** As it is shown to people: `whsec_` and base64. */
	secret: string;
	/** Default Standard Webhooks. */
	signing?: Omit<SenderOptions['signing'], 'secret'>;
	/** What the system calls the hotel; SelfKey's short name in the sandbox. */
	hotelId: string;
}

/** The payload, by what has become of the reservation. */
export function payloadOf(reservation: OwnReservation, hotelId: string): Record<string, unknown> {
	const { id, revision, status, roomType, guest, checkIn, checkOut, guests, total } = reservation;
	return {
		event_type:
			status === 'cancelled' ? 'cancelled_reservation' : revision === 1 ? 'new_reservation' : 'modified_reservation',
		data: {
			hotel_id: hotelId,
			external_id: id,
			revision,
			room_type: roomType,
			guest: { first_name: guest.firstName, last_name: guest.lastName, email: guest.email, phone: guest.phone },
			check_in: checkIn,
			check_out: checkOut,
			total_amount: majorUnits(total.minor, total.decimals),
			currency: total.currency,
			guest_count: guests,
		},
	};
}

export class ReservationSystem {
	readonly sender: WebhookSender;

	private readonly hotelId: string;

	constructor({ secret, hotelId, signing = { scheme: 'standard' }, ...options }: SystemOptions) {
		this.hotelId = hotelId;
		this.sender = new WebhookSender({ ...options, signing: { ...signing, secret } });
	}

	/** The state of a reservation, sent until it is accepted. */
	async send(reservation: OwnReservation): Promise<Answer> {
		return await this.sender.send(this.messageOf(reservation, 'right'));
	}

	/** The same delivery once more, under the same id: the system has not received the answer. */
	async sendAgain(reservation: OwnReservation): Promise<Answer> {
		return await this.sender.send(this.messageOf(reservation, 'duplicate'));
	}

	/** The bytes and headers of an earlier delivery, replayed by somebody who intercepted it. */
	async replay(reservation: OwnReservation): Promise<Answer> {
		return await this.sender.replay(this.messageOf(reservation, 'replayed').id);
	}

	/** A message that must be rejected. */
	async misuse(misuse: Misuse, reservation: OwnReservation): Promise<Answer> {
		return await this.sender.send(misused(misuse, this.messageOf(reservation, 'right')));
	}

	/** Correctly signed, but a field of `data` is missing. */
	async sendIncomplete(reservation: OwnReservation, missing: string): Promise<Answer> {
		const { id } = this.messageOf(reservation, 'incomplete');
		const { data, ...rest } = payloadOf(reservation, this.hotelId);
		const kept = Object.entries(data as object).filter(([name]) => name !== missing);
		return await this.sender.send({
			kind: 'incomplete',
			id: `${id}-incomplete`,
			body: JSON.stringify({ ...rest, data: Object.fromEntries(kept) }),
		});
	}

	private messageOf(reservation: OwnReservation, kind: string): Message {
		return {
			kind,
			id: `msg_${reservation.id}_${reservation.revision}`,
			body: JSON.stringify(payloadOf(reservation, this.hotelId)),
		};
	}
}
