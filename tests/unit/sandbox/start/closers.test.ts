import { Closers, unlessStopped } from '../../../../sandbox/start/closers';

const never = new Promise<'stopped'>(() => undefined);

it('ends everything, the last first, whatever one of them says', async () => {
	const ended: string[] = [];
	const closers = new Closers();
	await closers.add(async () => ended.push('systems'));
	await closers.add(async () => {
		throw new Error('gone already');
	});
	await closers.add(async () => ended.push('n8n'));
	await closers.close();
	await closers.close();
	expect(ended).toEqual(['n8n', 'systems']);
});

it('is stopped while it comes up, at once and with all that is up so far', async () => {
	const ended: string[] = [];
	const closers = new Closers();
	await closers.add(async () => ended.push('systems'));
	let goOn = (): void => undefined;
	const comingUp = (async () => {
		await new Promise<void>((resolve) => (goOn = resolve));
		await closers.add(async () => ended.push('n8n'));
		throw new Error('The systems are gone');
	})();
	expect(await unlessStopped(comingUp, closers, Promise.resolve('stopped'))).toBe('stopped');
	expect(ended).toEqual(['systems']);
	goOn();
	await expect(comingUp).rejects.toThrow('The systems are gone');
	expect(ended).toEqual(['systems', 'n8n']);
});

it('gives what has come up, and fails as it fails, where nobody stops it', async () => {
	expect(await unlessStopped(Promise.resolve('up'), new Closers(), never)).toBe('up');
	await expect(unlessStopped(Promise.reject(new Error('The port is in use')), new Closers(), never)).rejects.toThrow(
		'The port is in use',
	);
});
