/*
 * The explorer's own script, for browsers. A key that is typed into the field above, or as a header below,
 * stays in the session's storage: it is there after a reload, and gone with the tab. GraphiQL's request for
 * the schema waits until there is a key, so a key that is typed later brings the schema by itself.
 */
export const EXPLORER_SCRIPT = String.raw`(() => {
  'use strict';
  const NAME = 'desk-explorer-credentials';
  const TYPING_MS = 400;
  // With these codes partners, and nobody else, are refused the schema.
  const FOR_PARTNERS = ['PERSISTED_OPERATION_REQUIRED', 'FORBIDDEN'];
  const find = (id) => document.getElementById(id);
  const form = find('key-form');
  const field = find('key');
  const says = find('key-says');
  const forget = find('key-forget');
  const send = window.fetch.bind(window);

  // Earlier versions of the explorer kept keys here, for ever.
  for (const name of Object.keys(localStorage)) {
    if (name.startsWith('graphiql:')) localStorage.removeItem(name);
  }

  let credentials = sessionStorage.getItem(NAME) ?? '';
  let waiting = [];
  const arrival = () => new Promise((resolve) => waiting.push(resolve));

  function take(text) {
    const typed = text.trim();
    if (typed === '') return;
    credentials = /^bearer\s/i.test(typed) ? typed : 'Bearer ' + typed;
    say('Asking for the schema…');
    for (const resume of waiting.splice(0)) resume();
  }

  function say(text, isGood) {
    says.textContent = text;
    says.className = isGood === true ? 'good' : isGood === false ? 'bad' : '';
    form.classList.toggle('signed-in', isGood === true);
    form.classList.toggle('kept', sessionStorage.getItem(NAME) !== null);
  }

  // Why there is no schema, in the desk's own words; undefined when there is one.
  async function refusalIn(response) {
    const answer = await response.clone().json().catch(() => ({}));
    if (response.ok && answer.data) return undefined;
    const error = answer.errors?.[0];
    const message = error?.message ?? 'The desk answers with status ' + response.status + '.';
    if (response.status === 401) return { message, isOfKey: true };
    if (!FOR_PARTNERS.includes(error?.extensions?.code)) return { message, isOfKey: false };
    return { message: message + ' Partners get their schema at /schema.graphql.', isOfKey: true };
  }

  async function tryFor(url, init) {
    try {
      const response = await send(url, withCredentials(init, true));
      return { response, refusal: await refusalIn(response) };
    } catch {
      return { refusal: { message: 'The desk does not answer.', isOfKey: false } };
    }
  }

  function withCredentials(init, isOver) {
    const headers = new Headers(init.headers);
    if (credentials !== '' && (isOver || !headers.has('authorization')))
      headers.set('authorization', credentials);
    return { ...init, headers };
  }

  const asksForSchema = (init) =>
    typeof init?.body === 'string' && init.body.includes('"operationName":"IntrospectionQuery"');

  // It waits for a key that is taken: whoever asks for it sees a schema that loads, and no failure.
  async function schema(url, init) {
    for (let waits = credentials === ''; ; waits = true) {
      if (waits) await arrival();
      let tried;
      let result;
      do {
        tried = credentials;
        result = await tryFor(url, init);
      } while (tried !== credentials);
      const { response, refusal } = result;
      if (refusal === undefined) {
        sessionStorage.setItem(NAME, tried);
        say('Signed in. The key is kept until this tab is closed.', true);
        return response;
      }
      // What has nothing to do with the key may pass: a good one stays, to be tried again.
      if (refusal.isOfKey) {
        if (sessionStorage.getItem(NAME) === tried) sessionStorage.removeItem(NAME);
        credentials = '';
      }
      say(refusal.message, false);
    }
  }

  window.fetch = (url, init) =>
    asksForSchema(init) ? schema(url, init) : send(url, withCredentials(init ?? {}, false));

  let typing;
  const whenTyped = (text) => {
    clearTimeout(typing);
    typing = setTimeout(take, TYPING_MS, text);
  };
  field.addEventListener('input', () => whenTyped(field.value));
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    clearTimeout(typing);
    take(field.value.trim() === '' ? credentials : field.value);
  });
  forget.addEventListener('click', () => {
    sessionStorage.clear();
    location.reload();
  });

  function whenHeadersAreTyped(text) {
    let headers;
    try {
      headers = JSON.parse(text);
    } catch {
      return;
    }
    for (const [name, value] of Object.entries(headers ?? {})) {
      const isKey = name.toLowerCase() === 'authorization' && /^bearer\s+[^\s<>…]+$/i.test(value);
      if (isKey && value !== credentials) whenTyped(value);
    }
  }

  const { files, query, title } = JSON.parse(find('explorer-settings').textContent);
  const workers = { json: files['json.worker.js'], graphql: files['graphql.worker.js'] };
  self.MonacoEnvironment = {
    globalAPI: false,
    getWorkerUrl: (_module, label) => workers[label] ?? files['editor.worker.js'],
  };
  if (credentials === '') {
    say('Type an API key or a token: it is kept until this tab is closed.');
    field.focus();
  } else say('Asking for the schema…');
  YogaGraphiQL.renderYogaGraphiQL(find('root'), {
    title,
    endpoint: '/graphql',
    defaultQuery: query,
    storage: sessionStorage,
    onEditHeaders: whenHeadersAreTyped,
  });
})();
`;
