/**
 * Where an item came from: which webhook delivery, as the package's webhook triggers record it under `webhook`, and
 * whether it is Opera's report of another channel's reservation. Pure.
 */
import type { ChannelId } from '../../../core/channel/channels';
import { recordOf } from '../../../core/payload/field-reader';

export interface DeliveryNote {
	/** The sender's id of the delivery, by which SelfKey recognises a repeat. */
	delivery_id?: string;
	/** The hotel that the sender named: SelfKey refuses another one's reservation. */
	hotel_id?: string;
	/** The sender sent nothing by which its messages could be put in order. */
	order_unknown?: true;
	/** The sender gave a revision and no time: the reservation's is that of its arrival. */
	time_unknown?: true;
	/** Rooms of which the sender did not say whether the guest is there: what SelfKey knows of it stays. */
	rooms_without_status?: string[];
	/** Another system than the reservation's channel says how the stay stands there: SelfKey takes over only that. */
	reported_by?: string;
	/** With that, what the other system had been told last of each room. */
	last_written?: Array<Record<string, unknown>>;
}

/** The longest id that SelfKey accepts. */
const MAX_ID_LENGTH = 255;

/** What is sent to SelfKey about the delivery; nothing for an item that came in another way. */
export function deliveryOf(item: Readonly<Record<string, unknown>>): DeliveryNote {
	const { deliveryId, hotelId, orderUnknown, timeUnknown, roomsWithoutStatus } = recordOf(item.webhook);
	const unsaid = Array.isArray(roomsWithoutStatus) ? roomsWithoutStatus.filter((id) => typeof id === 'string') : [];
	const id = typeof deliveryId === 'string' ? deliveryId.trim() : '';
	return {
		// A longer one is left out, not cut: two ids with the same beginning would look like one.
		...(id !== '' && id.length <= MAX_ID_LENGTH ? { delivery_id: id } : {}),
		...(typeof hotelId === 'string' ? { hotel_id: hotelId } : {}),
		...(orderUnknown === true ? { order_unknown: true as const } : {}),
		...(timeUnknown === true ? { time_unknown: true as const } : {}),
		...(unsaid.length > 0 ? { rooms_without_status: unsaid } : {}),
		...reportOf(recordOf(item.opera)),
	};
}

function reportOf({ isReport, lastWritten }: Readonly<Record<string, unknown>>): DeliveryNote {
	if (isReport !== true) return {};
	const rooms = Array.isArray(lastWritten) ? lastWritten.map(recordOf) : [];
	const last_written = rooms.map(({ roomStayId, checkIn, checkOut, adults, children }) => ({
		...{ room_stay_id: roomStayId, check_in: checkIn, check_out: checkOut, adults, children },
	}));
	return { reported_by: 'opera' satisfies ChannelId, ...(last_written.length > 0 ? { last_written } : {}) };
}
