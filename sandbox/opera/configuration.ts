/** What a hotel has set up in OPERA: its codes, as its lists of values show them. */
import type { Hotel } from '../hotel/hotel';

export interface Code {
	code: string;
	name: string;
	active?: boolean;
}

export interface RoomTypeCode extends Code {
	/** The channel's id of the same type, for tests and for filling in settings; OPERA itself does not know it. */
	channelId: string;
}

export interface Configuration {
	hotelId: string;
	hotelName: string;
	currency: string;
	timeZone: string;
	externalSystems: string[];
	roomTypes: RoomTypeCode[];
	/** The room's number and the code of its type. */
	rooms: Array<{ roomId: string; roomType: string }>;
	ratePlans: Code[];
	marketCodes: Code[];
	sourceCodes: Code[];
	guaranteeCodes: Code[];
	paymentMethods: Code[];
	cancellationReasons: Code[];
	transactionCodes: Code[];
	noteTypes: Code[];
	/** The conversion table of the external system; empty where the hotel keeps none. */
	valueMapping: Array<{ dataElement: string; operaValue: string; externalValue: string }>;
}

/** The hotel's room types under codes such as `DEL1`. */
export function operaRoomTypesOf(hotel: Pick<Hotel, 'roomTypes'>): RoomTypeCode[] {
	return hotel.roomTypes.map(({ id, name }, index) => ({
		code: `${name
			.replace(/[^A-Za-z]/g, '')
			.slice(0, 3)
			.toUpperCase()}${index + 1}`,
		name,
		channelId: id,
	}));
}

/** The configuration that a hotel of the sandbox has in OPERA. */
export function configurationOf(
	hotel: Hotel,
	externalSystem: string,
	given: Partial<Configuration> = {},
): Configuration {
	const roomTypes = operaRoomTypesOf(hotel);
	const codeOf = (id: string) => roomTypes.find(({ channelId }) => channelId === id)?.code ?? '';
	return {
		hotelId: 'PARADISE',
		hotelName: hotel.name,
		currency: hotel.currency,
		timeZone: hotel.timeZone,
		externalSystems: [externalSystem],
		roomTypes,
		rooms: hotel.rooms.map(({ name, roomTypeId }) => ({ roomId: name, roomType: codeOf(roomTypeId) })),
		ratePlans: [
			{ code: 'BAR', name: 'Best available rate' },
			{ code: 'NRF', name: 'Non-refundable' },
			{ code: 'OTA', name: 'Channels' },
		],
		marketCodes: [
			{ code: 'OTA', name: 'Online travel agencies' },
			{ code: 'DIR', name: 'Direct' },
		],
		sourceCodes: [
			{ code: 'WEB', name: 'Web' },
			{ code: 'TEL', name: 'Telephone' },
		],
		guaranteeCodes: [
			{ code: '6PM', name: '6pm hold' },
			{ code: 'CCG', name: 'Guaranteed by card' },
		],
		paymentMethods: [
			{ code: 'CA', name: 'Cash' },
			{ code: 'MC', name: 'Mastercard' },
			{ code: 'VA', name: 'Visa' },
		],
		cancellationReasons: [
			{ code: 'CHANNEL', name: 'Cancelled at the channel' },
			{ code: 'DUPL', name: 'Entered twice' },
		],
		transactionCodes: [{ code: '9000', name: 'Cash' }],
		noteTypes: [{ code: 'GEN', name: 'General' }],
		valueMapping: [],
		...given,
	};
}

/** The lists of values by the last part of their path. */
export function listsOf(configuration: Configuration): Record<string, Code[]> {
	return {
		resortRoomTypes: configuration.roomTypes,
		ratePlans: configuration.ratePlans,
		resortMarketCodes: configuration.marketCodes,
		SourceCodes: configuration.sourceCodes,
		resortGuaranteeCodes: configuration.guaranteeCodes,
		paymentMethods: configuration.paymentMethods,
		CancellationReasons: configuration.cancellationReasons,
		transactionCodesPayment: configuration.transactionCodes,
		ReservationNoteTypes: configuration.noteTypes,
	};
}
