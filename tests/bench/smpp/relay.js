'use strict';
// A relay as one writes it in an hour with the npm package: each PDU is decoded, passed on, and its
// answer passed back. The yardstick "what a script does". node relay.js UPSTREAM_HOST:PORT
const smpp = require('smpp');
const [host, port] = process.argv[2].split(':');

function pass(from, to) {
  from.on('pdu', (pdu) => {
    if (pdu.isResponse()) return; // send() finds the request that it answers
    const sequence = pdu.sequence_number;
    pdu.sequence_number = 0; // the other side has numbers of its own
    to.send(pdu, (answer) => {
      answer.sequence_number = sequence;
      from.send(answer);
    });
  });
}

const server = smpp.createServer((client) => {
  const upstream = smpp.connect({ host, port: Number(port) }, () => {
    upstream.socket.setNoDelay(true);
    client.resume();
  });
  client.pause();
  client.socket.setNoDelay(true);
  pass(client, upstream);
  pass(upstream, client);
  for (const [one, other] of [[client, upstream], [upstream, client]]) {
    one.on('close', () => other.close());
    one.on('error', () => other.destroy());
  }
});
server.listen(0, '127.0.0.1', () => console.log(`listening on 127.0.0.1:${server.address().port}`));
