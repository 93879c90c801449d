/** Run by peakMemory: reads one document of a given size and prints how much memory that took. */
import { readCalendar } from '../core/ical/read-calendar';
import { calendarText } from './cases/calendar';
import { otaPage, read } from './cases/codec';

const megabytes = () => Math.round(process.resourceUsage().maxRSS / 1_000);

async function main(): Promise<void> {
	const [kind, size] = process.argv.slice(-2);
	const document = kind === 'ota' ? await otaOf(Number(size)) : calendarText(Math.ceil(Number(size) / 300));
	const before = megabytes();
	if (kind === 'ota') read(document);
	else readCalendar(document, 'Europe/Zurich');
	console.log(megabytes() - before);
}

/** One page's messages, as often as it takes. */
async function otaOf(characters: number): Promise<string> {
	const page = await otaPage(50);
	const end = '</HotelReservation>';
	const [from, to] = [page.search(/<HotelReservation[ >]/), page.lastIndexOf(end) + end.length];
	const messages = page.slice(from, to);
	return page.slice(0, from) + messages.repeat(Math.ceil(characters / messages.length)) + page.slice(to);
}

void main();
