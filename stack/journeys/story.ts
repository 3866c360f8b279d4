import { randomBytes } from 'node:crypto';
import { parse } from 'graphql';
import { App, type Data, eventually } from './client';

export interface World {
  /** Two ways in; the same one twice where there is a single gateway. */
  endpoints: readonly [string, string];
  /** What all of its apps send beside their tokens. */
  headers?: Readonly<Record<string, string>>;
  signIns: { curator: { emailOrUsername: string; password: string } };
}

const PLACE = { name: 'The Lantern Room', address: '12 Story Lane', city: 'Toronto', latitude: 43.65107, longitude: -79.347015 };

/**
 * One evening from sign-up to refund, told through the apps of its people. Odd people use the first gateway, even ones the second, so
 * that everything that is shared between processes is.
 */
export class Story {
  private readonly apps: App[] = [];
  readonly tag = randomBytes(4).toString('hex');

  constructor(private readonly world: World) {}

  private app(gateway: 0 | 1): App {
    const app = new App(this.world.endpoints[gateway], undefined, this.world.headers);
    this.apps.push(app);
    return app;
  }

  visitor = (gateway: 0 | 1 = 0): App => this.app(gateway);

  /** Somebody new signs up. */
  async person(name: string, gateway: 0 | 1): Promise<{ app: App; id: string; username: string }> {
    const app = this.app(gateway);
    const username = `${name}_${this.tag}`.toLowerCase();
    const { session, viewer } = await app.succeed('Register', {
      email: `${username}@story.test`,
      username,
      password: `lantern-${this.tag}-${name}`,
      displayName: name,
    });
    app.accessToken = session.accessToken;
    return { app, id: viewer.user.id, username };
  }

  curator = (gateway: 0 | 1): Promise<App> => this.signedIn(this.world.signIns.curator, gateway);

  /** One of the demo world's people, who were there before the story began. */
  demo = (role: 'member' | 'organiser' | 'admin', gateway: 0 | 1): Promise<App> =>
    this.signedIn({ ...this.world.signIns.curator, emailOrUsername: `${role}@demo.test` }, gateway);

  private async signedIn(signIn: World['signIns']['curator'], gateway: 0 | 1): Promise<App> {
    const app = this.app(gateway);
    const { session } = await app.succeed('Login', signIn);
    app.accessToken = session.accessToken;
    return app;
  }

  async draft(organiser: App, details: Record<string, unknown> = {}): Promise<Data> {
    const startsAt = new Date(Date.now() + 14 * 86_400_000);
    const { event } = await organiser.succeed('CreateEvent', {
      title: `Lantern evening ${this.tag}`,
      description:
        'An evening of quiet songs by lantern light in the old printing house. Doors open at seven, the first songs begin at half past. ' +
        'Bring a coat: the windows stay open. Tea and cake from the neighbours; step-free entrance from the lane.',
      startsAt: startsAt.toISOString(),
      endsAt: new Date(startsAt.getTime() + 3 * 3_600_000).toISOString(),
      timezone: 'America/Toronto',
      categorySlug: 'music',
      tags: ['lantern', `t${this.tag}`],
      venue: PLACE,
      ...details,
    });
    return event;
  }

  /** Submits, and has it approved by a curator who finds it in the queue. */
  async publish(organiser: App, curator: App, eventId: string): Promise<void> {
    await organiser.succeed('SubmitEvent', { eventId });
    await this.approve(curator, eventId, 'A fine evening.');
  }

  /** Has it approved by a curator who finds it in the queue. */
  async approve(curator: App, eventId: string, notes: string): Promise<void> {
    const entry = await eventually(
      () => this.inQueue(curator, eventId),
      (found) => found !== null,
      20_000,
      'the event is in the queue',
    );
    const { workflow } = await curator.succeed('ClaimReview', { workflowId: entry.id, version: entry.version });
    await curator.succeed('DecideReview', {
      workflowId: workflow.id,
      version: workflow.version,
      decision: 'APPROVE',
      notes,
    });
  }

  async inQueue(curator: App, eventId: string): Promise<Data> {
    for (let after: string | null = null; ;) {
      const { curationQueue }: Data = await curator.do('CurationQueue', { first: 100, after });
      const found = curationQueue.nodes.find((node: Data) => node.event?.id === eventId);
      if (found || !curationQueue.pageInfo.hasNextPage) return found ?? null;
      after = curationQueue.pageInfo.endCursor;
    }
  }

  page = (app: App, id: string): Promise<Data> => app.do('EventPage', { id }).then((data) => data.event);

  near = (radiusKm: number) => ({ near: { latitude: PLACE.latitude, longitude: PLACE.longitude, radiusKm } });

  /** What a client could try on an event that is not for its eyes: answers the errors and data of each path. */
  paths(eventId: string, userId: string) {
    return {
      root: parse(`query Root { event(id: "${eventId}") { id title } }`),
      nested: parse(`query Nested { user(id: "${userId}") { organizedEvents(first: 50) { nodes { id title } } } }`),
      entities: parse(`query Entities { _entities(representations: [{ __typename: "Event", id: "${eventId}" }]) { __typename } }`),
    };
  }

  async end(): Promise<void> {
    await Promise.all(this.apps.map((app) => app.close()));
  }
}
