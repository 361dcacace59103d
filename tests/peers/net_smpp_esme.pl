#!/usr/bin/perl
# An ESME with Net::SMPP. Usage: net_smpp_esme.pl HOST PORT SYSTEM_ID PASSWORD COUNT SENDER
# Binds, sends COUNT messages that ask for receipts, waits for the receipts of those that were
# accepted, queries the last, unbinds. Prints one line for each step.
use strict;
use warnings;
use Net::SMPP;

my ($host, $port, $system_id, $password, $count, $sender) = @ARGV;
$| = 1;
$SIG{ALRM} = sub { print "timeout\n"; exit 1 };
alarm 60;

my $smpp = Net::SMPP->new_connect($host, port => $port) or die "connect: $!";
my $bind = $smpp->bind_transceiver(system_id => $system_id, password => $password,
    system_type => '') or die "no answer to the bind\n";
printf "bound %d %s\n", $bind->{status}, $bind->{system_id} // '';
exit 0 if $bind->{status} != 0;

my $enquire = $smpp->enquire_link() or die "no answer to enquire_link\n";
printf "enquired %d\n", $enquire->{status};

my (%open, $last);
my $receipts = 0;

# Net::SMPP's synchronous calls throw away what comes in between: send and read by hand.
sub read_one {
    my $pdu = $smpp->read_pdu() or die "the connection ended\n";
    if ($pdu->{cmd} == Net::SMPP::CMD_submit_sm_resp) {
        my $id = $pdu->{status} == 0 ? $pdu->{message_id} : '';
        printf "answered %d %s\n", $pdu->{status}, $id;
        delete $open{ $pdu->{seq} };
        $last = $id if $pdu->{status} == 0;
        return $pdu->{status} == 0 ? 'accepted' : 'refused';
    }
    if ($pdu->{cmd} == Net::SMPP::CMD_deliver_sm) {
        my ($id, $stat) = $pdu->{short_message} =~ /id:(\S+) .* stat:(\S+)/;
        printf "receipt %s %s\n", $id // '?', $stat // '?';
        $smpp->deliver_sm_resp(message_id => '', seq => $pdu->{seq});
        $receipts++;
        return 'receipt';
    }
    if ($pdu->{cmd} == Net::SMPP::CMD_enquire_link) {
        $smpp->enquire_link_resp(seq => $pdu->{seq});
    }
    return 'other';
}

my $accepted = 0;
for my $n (1 .. $count) {
    my $seq = $smpp->submit_sm(
        async                => 1,
        source_addr_ton      => 5,
        source_addr          => $sender,
        dest_addr_ton        => 1,
        dest_addr_npi        => 1,
        destination_addr     => sprintf('849123%05d', $n),
        registered_delivery  => 1,
        short_message        => "Xin chao $n",
    );
    $open{$seq} = 1;
}
while (%open) {
    $accepted++ if read_one() eq 'accepted';
}
while ($receipts < $accepted) { read_one() }

if (defined $last) {
    my $query = $smpp->query_sm(message_id => $last, source_addr => $sender)
        or die "no answer to query_sm\n";
    printf "queried %d %d\n", $query->{status}, $query->{message_state};
}
my $unbind = $smpp->unbind() or die "no answer to unbind\n";
printf "unbound %d\n", $unbind->{status};
