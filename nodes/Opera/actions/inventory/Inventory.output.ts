/** What each operation gives out, for the editor. Which figures there are is up to OPERA. */
import type { InventoryNight } from '../../rooms/inventory';
import { number, object, text, textOrNull } from '../../../shared/operations/output-schema';

export const outputs = {
	getAll: object<InventoryNight>({
		roomType: text,
		description: textOrNull,
		date: text,
		figures: object({ AvailableRooms: number }),
	}),
};
