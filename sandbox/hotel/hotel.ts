/** The hotels of the sandbox: plain data that each stand-in (channel, PMS, booking system) is seeded with. */

export interface RoomType {
	/** The channel's id of the room type. */
	id: string;
	name: string;
	description: string;
	maxAdults: number;
	maxChildren: number;
	/** Price of a weekday night in minor units of the hotel's currency. */
	basePriceMinor: number;
}

export interface PhysicalRoom {
	/** The number on the door. */
	name: string;
	/** Price of a weekday night in major units of the hotel's currency. */
	price: number;
	roomTypeId: string;
}

export interface RatePlan {
	/** The channel's id of the rate plan. */
	id: string;
	name: string;
	/** Free text, as a channel writes it. */
	mealPlan: string;
	breakfastIncluded: boolean;
	/** Applied to the base price. */
	factor: number;
	/** Standard text of the conditions. */
	conditions: string;
	/** The channel derives its prices from another plan; default false. */
	isChildRate?: boolean;
	/** Guests can book it, but nobody can update it; default false. */
	isReadOnly?: boolean;
}

export interface Hotel {
	/** The channel's property id. */
	propertyId: string;
	slug: string;
	name: string;
	city: string;
	/** ISO 3166 alpha-2. */
	country: string;
	/** ISO 4217. */
	currency: string;
	/** IANA. */
	timeZone: string;
	roomTypes: RoomType[];
	rooms: PhysicalRoom[];
	ratePlans: RatePlan[];
}

function roomsOf(roomType: RoomType, names: string[]): PhysicalRoom[] {
	return names.map((name) => ({ name, price: roomType.basePriceMinor / 100, roomTypeId: roomType.id }));
}

function numbered(floor: number, from: number, to: number): string[] {
	return Array.from({ length: to - from + 1 }, (_, n) => String(floor * 100 + from + n));
}

const classic: RoomType = {
	id: '801185501',
	name: 'Classic Double Room',
	description: 'Quiet room with a double bed and a view of the garden.',
	maxAdults: 2,
	maxChildren: 1,
	basePriceMinor: 14_500,
};
const superior: RoomType = {
	id: '801185502',
	name: 'Superior Twin Room',
	description: 'Room with two single beds, a desk and a balcony.',
	maxAdults: 2,
	maxChildren: 1,
	basePriceMinor: 18_000,
};
const family: RoomType = {
	id: '801185503',
	name: 'Family Room',
	description: 'Two connected rooms for parents and children.',
	maxAdults: 3,
	maxChildren: 3,
	basePriceMinor: 24_500,
};
const suite: RoomType = {
	id: '801185504',
	name: 'Suite «Paradise»',
	description: 'Top-floor suite with a terrace & a view of the lake.',
	maxAdults: 3,
	maxChildren: 2,
	basePriceMinor: 39_000,
};

/** Hôtel Paradise: 24 rooms of 4 types. */
export const hotelParadise: Hotel = {
	propertyId: '8011855',
	slug: 'hotel-paradise',
	name: 'Hôtel Paradise',
	city: 'Montreux',
	country: 'CH',
	currency: 'CHF',
	timeZone: 'Europe/Zurich',
	roomTypes: [classic, superior, family, suite],
	rooms: [
		...roomsOf(classic, [...numbered(1, 1, 8), '201', '202']),
		...roomsOf(superior, numbered(2, 3, 9)),
		...roomsOf(family, numbered(3, 1, 4)),
		...roomsOf(suite, numbered(4, 1, 3)),
	],
	ratePlans: [
		{
			id: '49111777',
			name: 'Standard Rate',
			mealPlan: 'Breakfast is included in the room rate.',
			breakfastIncluded: true,
			factor: 1,
			conditions: 'Breakfast is included in the room rate. Free cancellation until 3 days before arrival.',
		},
		{
			id: '49111778',
			name: 'Non-refundable',
			mealPlan: 'There is no meal option with this room.',
			breakfastIncluded: false,
			factor: 0.88,
			conditions: 'No meal is included. The total price is charged if the guest cancels.',
		},
		{
			id: '49111779',
			name: 'Half board',
			mealPlan: 'Breakfast & dinner included.',
			breakfastIncluded: true,
			factor: 1.35,
			conditions: 'Breakfast and dinner are included. Free cancellation until 7 days before arrival.',
		},
	],
};

const lakeside: RoomType = {
	id: '802440001',
	name: 'Lakeside Studio',
	description: 'Studio with a kitchenette.',
	maxAdults: 2,
	maxChildren: 2,
	basePriceMinor: 12_000,
};

/** A second, small property under the same machine account. */
export const pensionDuLac: Hotel = {
	propertyId: '8024400',
	slug: 'pension-du-lac',
	name: 'Pension du Lac',
	city: 'Vevey',
	country: 'CH',
	currency: 'EUR',
	timeZone: 'Europe/Zurich',
	roomTypes: [lakeside],
	rooms: roomsOf(lakeside, ['1', '2', '3', '4', '5']),
	ratePlans: [
		{
			id: '49222001',
			name: 'Standard Rate',
			mealPlan: 'There is no meal option with this room.',
			breakfastIncluded: false,
			factor: 1,
			conditions: 'Free cancellation until 1 day before arrival.',
		},
	],
};
