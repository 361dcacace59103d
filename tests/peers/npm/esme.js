'use strict';
// An ESME with the npm package. node esme.js HOST:PORT SYSTEM_ID PASSWORD; then commands as JSON
// lines on standard input: {"command": "submit_sm", ...fields}. What comes is printed as JSON lines.
const readline = require('readline');
const smpp = require('smpp');
const [target, system_id, password] = process.argv.slice(2);
const [host, port] = target.split(':');

function say(what, pdu) {
  const line = { what, command: pdu.command, status: pdu.command_status };
  for (const key of ['message_id', 'message_state', 'source_addr', 'destination_addr', 'esm_class',
    'receipted_message_id', 'system_id']) {
    if (pdu[key] !== undefined) line[key] = pdu[key];
  }
  if (pdu.short_message !== undefined) line.text = pdu.short_message.message.toString();
  console.log(JSON.stringify(line));
}

const session = smpp.connect({ host, port: Number(port) }, () => {
  session.bind_transceiver({ system_id, password, interface_version: 0x34 }, (pdu) => {
    say('bound', pdu);
  });
});
session.on('deliver_sm', (pdu) => {
  say('delivered', pdu);
  session.send(pdu.response());
});
session.on('enquire_link', (pdu) => session.send(pdu.response()));
session.on('unbind', (pdu) => session.send(pdu.response(), () => session.close()));
session.on('close', () => {
  console.log(JSON.stringify({ what: 'closed' }));
  process.exit(0);
});
session.on('error', (error) => console.log(JSON.stringify({ what: 'error', text: String(error) })));

readline.createInterface({ input: process.stdin }).on('line', (line) => {
  const { command, ...fields } = JSON.parse(line);
  session[command](fields, (pdu) => {
    say('answered', pdu);
    if (command === 'unbind') session.close();
  });
});
