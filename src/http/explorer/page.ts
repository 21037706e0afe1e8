/** The document that the explorer shows at first. */
const FIRST_LOOK = `# Put an API key into the field above, then press
# Ctrl-Enter here. The book at the top left shows
# every query and mutation with its description.
query FirstLook {
  escalations(first: 5, orderBy: SEVERITY_DESC) {
    nodes {
      reference
      summary
      severity
      stage
      status
      customer {
        name
      }
    }
    totalCount
  }
}
`;

const STYLE = `
html, body { height: 100%; margin: 0; }
body { display: flex; flex-direction: column; font: 14px/1.4 system-ui, sans-serif; }
#root { flex: 1; min-height: 0; }
#key-form { display: flex; gap: 8px; align-items: center; padding: 8px 16px; border-bottom: 1px solid #8884; }
#key { width: 26em; max-width: 40vw; padding: 4px 8px; font: inherit; border: 1px solid #888; border-radius: 4px; }
#key-form button { padding: 4px 12px; font: inherit; }
#key-says.good { color: #1a7f37; }
#key-says.bad { color: #c00; }
#key-form.signed-in :is(label, #key, [type=submit]) { display: none; }
#key-form:not(.kept) #key-forget { display: none; }
`;

/** @param files addresses of the explorer's files, by their names. */
export function explorerPage(files: Readonly<Record<string, string>>): string {
  const settings = { title: 'Escalation desk', query: FIRST_LOOK, files };
  return `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8" />
    <title>Escalation desk</title>
    <link rel="icon" href="data:," />
    <link rel="stylesheet" href="${files['graphiql.css']}" />
    <style>${STYLE}</style>
  </head>
  <body>
    <noscript>The explorer needs JavaScript; the API itself is at this address by POST.</noscript>
    <form id="key-form">
      <label for="key">API key or token</label>
      <input id="key" type="password" autocomplete="off" spellcheck="false" />
      <button type="submit">Sign in</button>
      <output id="key-says" for="key"></output>
      <button type="button" id="key-forget">Forget the key</button>
    </form>
    <div id="root"></div>
    <script type="application/json" id="explorer-settings">${inScript(settings)}</script>
    <script src="${files['graphiql.js']}"></script>
    <script src="${files['explorer.js']}"></script>
  </body>
</html>
`;
}

/** A value as JSON in which nothing can end the script element around it. */
function inScript(value: unknown): string {
  return JSON.stringify(value).replaceAll('<', '\\u003c');
}
