/** What people have to be told about an event that was accepted. Never holds a guest's data. */

export type WarningCode =
	/** The hotel has no free room for a stay; it is stored without one. */
	| 'no_room_free'
	/** Somebody else has the same room on one of the stay's nights. */
	| 'room_shared'
	/** The desk and the channel have both changed the same thing; nothing of either is lost. */
	| 'desk_conflict'
	/** Nobody has said which rooms serve this room type; the stay is stored without a room. */
	| 'unmapped_room'
	/** The guest is in the house or has the door code, and the room cannot be kept; the guest has been given another one, or none. */
	| 'guest_moved'
	/** The same, and the channel has changed the type; the guest keeps the room until somebody decides. */
	| 'room_kept'
	/** The booking was deleted in SelfKey, and its channel says nothing new; it is not written again. */
	| 'booking_deleted'
	/** The room map names a room that SelfKey does not have, or not active. */
	| 'unknown_room_in_map'
	/** Documents that the law wants are still to be asked for. */
	| 'identity_missing'
	/** The channel gave no price, or none that can be read; the booking's amount is 0. */
	| 'amount_unknown'
	/** The sender gave no id of its own, so changes of the dates cannot be followed. */
	| 'external_id_missing'
	/** The sender gave neither a revision nor a time, so a message that comes late cannot be told from a new one. */
	| 'order_unknown'
	/** The message says that a stay stands which was cancelled; it was not written. */
	| 'after_cancellation'
	/** The message says that a stay stands, and is older than what is stored; it was not written. */
	| 'older_than_stored'
	/** The message came before, and something newer has come since; it was not written again. */
	| 'repeated_delivery'
	/** The house's system has not been told yet of what has changed meanwhile; its report of the stay was not written. */
	| 'report_ignored'
	/** The house's system reports a reservation that was never written here, or that one of SelfKey's own sales does not take place. */
	| 'report_unknown'
	/** The house's system has other dates or people for one of SelfKey's own sales. */
	| 'report_differs'
	/** The house's system holds a stay that was cancelled here, and that it has been told of: it stands again there only. */
	| 'report_stands'
	/** A payment or refund names no booking that is known; it is kept until the booking is there. */
	| 'booking_unknown'
	/** A payment or refund is kept though its booking is known; the message says why. */
	| 'payment_not_applied'
	/** More was given back of a payment than was paid with it: the rest is other payments' money. */
	| 'refund_exceeds_payment'
	/** A payment's note or method was longer than what is kept of it; its end is missing. */
	| 'text_shortened'
	/** A payment or refund that was kept is on this reservation's folio, by a booking number alone that came before the booking. */
	| 'payment_by_number';

export interface Warning {
	code: WarningCode;
	/** For people: what is wrong and what to do. */
	message: string;
	/** The room stay that it concerns, where it is one. */
	roomStayId: string | null;
	/** Of a stay without a room of its own: who has it, and what could be done. */
	advice?: string;
}
