/**
 * OPERA's APIs, as far as they are used: where each is reached, and its name in Oracle's developer portal. A gateway
 * offers reservations, guests and rooms only, each under a path of its own. Pure.
 */

export interface Module {
	/** As Oracle's developer portal lists it. */
	name: string;
	/** `{hotel}` stands for the hotel's ID, `{system}` for the external system. */
	path: string;
	/** The credential's field with the path at a gateway; without one, no gateway offers it. */
	gatewayPath?: 'reservationsPath' | 'guestsPath' | 'roomsPath';
}

export const MODULES = {
	reservations: {
		name: 'Reservation',
		path: '/rsv/v1/hotels/{hotel}/reservations',
		gatewayPath: 'reservationsPath',
	},
	guests: { name: 'CRM', path: '/crm/v1/guests', gatewayPath: 'guestsPath' },
	profiles: { name: 'CRM', path: '/crm/v1/profiles', gatewayPath: 'guestsPath' },
	rooms: { name: 'Front Desk Operations', path: '/fof/v1/hotels/{hotel}/rooms', gatewayPath: 'roomsPath' },
	roomStatus: { name: 'Housekeeping', path: '/hsk/v1/hotels/{hotel}/rooms' },
	inventory: { name: 'Inventory', path: '/inv/v1/hotels/{hotel}/inventoryStatistics' },
	cashiering: { name: 'Cashiering', path: '/csh/v1/hotels/{hotel}' },
	hotelLists: { name: 'List of Values', path: '/lov/v1/listOfValues/hotels/{hotel}' },
	commonLists: { name: 'List of Values', path: '/lov/v1/listOfValues' },
	events: { name: 'Integration Processor', path: '/int/v1/externalSystem/{system}/hotels/{hotel}/businessEvents' },
	allEvents: { name: 'Integration Processor', path: '/int/v1/externalSystem/{system}/businessEvents' },
	hotel: { name: 'Enterprise Configuration', path: '/ent/config/v1/hotels/{hotel}/operaContext' },
} as const satisfies Record<string, Module>;

export type ModuleId = keyof typeof MODULES;
