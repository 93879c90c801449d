import axios, { type AxiosResponse } from 'axios';
import { startHttp, type HttpRequest, type HttpService } from '../../../../sandbox/http/server';

let service: HttpService;
afterEach(() => service.close());
const get = (path: string, options: object = {}): Promise<AxiosResponse<string>> =>
	axios.request({ url: service.url + path, validateStatus: () => true, timeout: 5000, ...options });

it('hands over the whole request and sends the whole answer', async () => {
	const seen: HttpRequest[] = [];
	service = await startHttp({
		handler: (request) => {
			seen.push(request);
			return { status: 201, headers: { 'X-Test': 'yes' }, body: 'é李' };
		},
	});
	const answer = await get('/a/b?c=d%20e', { method: 'POST', data: 'body', headers: { 'Content-Type': 'text/plain' } });
	expect([answer.status, answer.headers['x-test'], answer.data]).toEqual([201, 'yes', 'é李']);
	expect(seen[0]).toMatchObject({ method: 'POST', path: '/a/b' });
	expect([seen[0]?.query.get('c'), seen[0]?.body.toString()]).toEqual(['d e', 'body']);
});

it('refuses an oversized body with 413 and a failing handler with 500', async () => {
	service = await startHttp({
		maxBodyBytes: 10,
		handler: () => {
			throw new Error('broken');
		},
	});
	expect((await get('/', { method: 'POST', data: 'x'.repeat(11) })).status).toBe(413);
	expect((await get('/')).status).toBe(500);
});

it('pauses, resumes on the same port, and refuses a port that is taken', async () => {
	service = await startHttp({ handler: () => ({ status: 204 }) });
	await expect(startHttp({ handler: () => ({ status: 204 }), port: service.port })).rejects.toMatchObject({
		code: 'EADDRINUSE',
	});
	await service.pause();
	await expect(get('/')).rejects.toMatchObject({ code: 'ECONNREFUSED' });
	await service.resume();
	expect((await get('/')).status).toBe(204);
});

it('closing does not wait for a request that is never answered', async () => {
	service = await startHttp({ handler: () => ({ never: true }) });
	const waiting = get('/').catch((error: { code: string }) => error.code);
	await get('/', { timeout: 50 }).catch(() => undefined);
	await service.close();
	expect(await waiting).toBe('ECONNRESET');
});
