#!/usr/bin/perl
# An SMSC with Net::SMPP, one connection after the other. Prints 'listening on 127.0.0.1:PORT' and
# one line for each PDU; ids from 1, a receipt where one is asked for.
use strict;
use warnings;
use Net::SMPP;

$| = 1;
my $listener = Net::SMPP->new_listen('127.0.0.1', port => 0, timeout => 600) or die "listen: $!";
printf "listening on 127.0.0.1:%d\n", $listener->sockport;
my $next = 1;
while (1) {
    my $peer = $listener->accept() or next;
    while (my $pdu = $peer->read_pdu()) {
        my $cmd = $pdu->{cmd};
        if ($cmd == Net::SMPP::CMD_bind_transceiver) {
            printf "bind %s\n", $pdu->{system_id};
            $peer->bind_transceiver_resp(seq => $pdu->{seq}, status => 0, system_id => 'perl');
        } elsif ($cmd == Net::SMPP::CMD_submit_sm) {
            my $id = $next++;
            printf "submit %s %s\n", $pdu->{destination_addr}, $pdu->{short_message};
            $peer->submit_sm_resp(seq => $pdu->{seq}, status => 0, message_id => $id);
            if ($pdu->{registered_delivery} & 1) {
                $peer->deliver_sm(
                    async            => 1,
                    esm_class        => 4,
                    source_addr      => $pdu->{destination_addr},
                    destination_addr => $pdu->{source_addr},
                    short_message    => "id:$id sub:001 dlvrd:001 submit date:2511230000 "
                        . 'done date:2511230001 stat:DELIVRD err:000 text:',
                );
            }
        } elsif ($cmd == Net::SMPP::CMD_deliver_sm_resp) {
            printf "receipt_answered %d\n", $pdu->{status};
        } elsif ($cmd == Net::SMPP::CMD_query_sm) {
            $peer->query_sm_resp(seq => $pdu->{seq}, status => 0, message_id => $pdu->{message_id},
                final_date => '', message_state => 2, error_code => 0);
        } elsif ($cmd == Net::SMPP::CMD_enquire_link) {
            $peer->enquire_link_resp(seq => $pdu->{seq});
        } elsif ($cmd == Net::SMPP::CMD_unbind) {
            $peer->unbind_resp(seq => $pdu->{seq});
            last;
        }
    }
    $peer->close();
}
