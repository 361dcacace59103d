'use strict';
// An SMSC with the npm package: any bind, ids from 1, a receipt where one is asked for.
// Prints 'listening on 127.0.0.1:PORT', then what comes as JSON lines.
const smpp = require('smpp');
let next = 1;

const server = smpp.createServer((session) => {
  for (const bind of ['bind_transceiver', 'bind_transmitter', 'bind_receiver']) {
    session.on(bind, (pdu) => {
      console.log(JSON.stringify({ what: bind, system_id: pdu.system_id }));
      session.send(pdu.response({ system_id: 'npm' }));
    });
  }
  session.on('submit_sm', (pdu) => {
    const message_id = String(next++);
    console.log(JSON.stringify({
      what: 'submit_sm',
      text: pdu.short_message.message.toString(),
      from: pdu.source_addr,
      to: pdu.destination_addr,
    }));
    session.send(pdu.response({ message_id }));
    if (pdu.registered_delivery & 1) {
      session.deliver_sm({
        esm_class: 4,
        source_addr: pdu.destination_addr,
        destination_addr: pdu.source_addr,
        short_message: `id:${message_id} sub:001 dlvrd:001 submit date:2511230000 `
          + 'done date:2511230001 stat:DELIVRD err:000 text:',
        receipted_message_id: message_id,
        message_state: 2,
      }, (answer) => {
        console.log(JSON.stringify({ what: 'receipt_answered', status: answer.command_status }));
      });
    }
  });
  session.on('query_sm', (pdu) => session.send(pdu.response({
    message_id: pdu.message_id, message_state: 2,
  })));
  session.on('enquire_link', (pdu) => session.send(pdu.response()));
  session.on('unbind', (pdu) => session.send(pdu.response(), () => session.close()));
  session.on('error', () => session.destroy());
});
server.listen(0, '127.0.0.1', () => console.log(`listening on 127.0.0.1:${server.address().port}`));
