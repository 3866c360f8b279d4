import { allowInsecureRequests, discovery, initiateDeviceAuthorization, None, pollDeviceAuthorizationGrant } from 'openid-client';

/** Shows the person where to say yes, waits until they did, and reads what is on as them. `origin`: https://api.example.org */
export async function signInOnDevice(origin: string, clientId: string, show: (address: string) => void): Promise<string[]> {
  // Only a server on your own machine may be without TLS.
  const execute = origin.startsWith('http://') ? [allowInsecureRequests] : [];
  const config = await discovery(new URL(origin), clientId, undefined, None(), { algorithm: 'oauth2', execute });
  const device = await initiateDeviceAuthorization(config, { scope: 'EVENTS_READ' });
  show(device.verification_uri_complete!); // or: device.verification_uri, and device.user_code to type in there
  const tokens = await pollDeviceAuthorizationGrant(config, device);

  const response = await fetch(`${origin}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${tokens.access_token}` },
    body: JSON.stringify({ query: '{ searchEvents(first: 5) { nodes { title } } }' }),
  });
  const { data } = (await response.json()) as { data: { searchEvents: { nodes: { title: string }[] } } };
  return data.searchEvents.nodes.map(({ title }) => title);
}
