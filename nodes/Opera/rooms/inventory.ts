/** OPERA's inventory by room type and night. Pure. Source: Oracle's inventory API, 25.5. */
import { calendarDate } from '../../../core/reservation/dates';
import { listOf, numberIn, textIn } from '../responses/lists';

export interface InventoryNight {
	roomType: string;
	description: string | null;
	date: string;
	/** OPERA's figures under its own names, such as `AvailableRooms`. */
	figures: Record<string, number>;
}

/** Figures of the whole hotel are left out. */
const OF_ROOM_TYPES = 'HotelRoomCode';

export function readInventory(answer: unknown): InventoryNight[] {
	return listOf(answer, 'statistics')
		.flatMap(({ statistics }) => listOf(statistics, 'statisticDate', 'statCode'))
		.filter(({ statCategoryCode }) => statCategoryCode === OF_ROOM_TYPES)
		.flatMap((type) => {
			const roomType = textIn(type, 'statCode');
			if (roomType === null) return [];
			const description = textIn(type, 'description');
			return listOf(type['statisticDate'], 'statisticDate', 'inventory').flatMap((night) => {
				const date = calendarDate(textIn(night, 'statisticDate'));
				if (date === null) return [];
				const figures = listOf(night['inventory'], 'code', 'value').flatMap((figure) => {
					const [code, value] = [textIn(figure, 'code'), numberIn(figure, 'value')];
					return code === null || value === null ? [] : [[code, value] as const];
				});
				return [{ roomType, description, date, figures: Object.fromEntries(figures) }];
			});
		});
}
