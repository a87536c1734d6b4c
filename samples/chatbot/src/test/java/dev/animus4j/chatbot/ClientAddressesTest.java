package dev.animus4j.chatbot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.net.SocketAddress;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The client of a request is named by the last trusted proxy, and by no other header. */
class ClientAddressesTest {
  private static ClientAddresses trusting(String header, String... networks) {
    return new ClientAddresses(
        new ChatbotSettings.Proxies(Stream.of(networks).map(IpNetwork::parse).toList(), header));
  }

  private static SocketAddress peer(String host) {
    return SocketAddress.inetSocketAddress(1234, host);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "10.0.0.1    | 203.0.113.7                        | 203.0.113.7",
        "10.0.0.1    | 1.1.1.1, 203.0.113.7               | 203.0.113.7",
        "10.0.0.1    | 1.1.1.1, 203.0.113.7, 10.9.9.9     | 203.0.113.7",
        "10.0.0.1    | 10.0.0.5, 10.0.0.6                 | 10.0.0.5",
        "10.0.0.1    | 203.0.113.7, evil                  | 10.0.0.1",
        "10.0.0.1    | 203.0.113.7, evil, 10.0.0.9        | 10.0.0.9",
        "10.0.0.1    | ''                                 | 10.0.0.1",
        "10.0.0.1    | ,,                                 | 10.0.0.1",
        "10.0.0.1    | localhost                          | 10.0.0.1",
        "10.0.0.1    | 203.0.113.7:5555                   | 203.0.113.7",
        "10.0.0.1    | [2001:db8:1:2::7]:5555             | 20010db800010002::/64",
        "10.0.0.1    | 2001:db8:1:2:ffff::9               | 20010db800010002::/64",
        "10.0.0.1    | ::ffff:203.0.113.7                 | 203.0.113.7",
        "203.0.113.9 | 1.1.1.1                            | 203.0.113.9",
        "11.0.0.1    | 1.1.1.1                            | 11.0.0.1"
      })
  void theLastHopThatIsNotOurs(String peer, String told, String client) {
    ClientAddresses clientAddresses = trusting("X-Forwarded-For", "10.0.0.0/8");
    assertThat(clientAddresses.resolve(peer(peer), List.of(told))).isEqualTo(expected(client));
  }

  /** A number has no leading zeros. */
  private static String expected(String client) {
    return client.replaceFirst("^0+", "");
  }

  @Test
  void severalHeadersAreOneList() {
    ClientAddresses clientAddresses = trusting("X-Forwarded-For", "10.0.0.0/8");
    assertThat(
            clientAddresses.resolve(peer("10.0.0.1"), List.of("1.1.1.1", "203.0.113.7, 10.0.0.2")))
        .isEqualTo("203.0.113.7");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "for=203.0.113.7                                     | 203.0.113.7",
        "For=\"203.0.113.7:80\";proto=https                  | 203.0.113.7",
        "proto=https;for=203.0.113.7;by=10.0.0.1             | 203.0.113.7",
        "for=1.1.1.1, for=203.0.113.7                        | 203.0.113.7",
        "for=\"[2001:db8:1:2::7]:80\"                        | 20010db800010002::/64",
        "for=_hidden                                         | 10.0.0.1",
        "for=unknown                                         | 10.0.0.1",
        "by=203.0.113.7                                      | 10.0.0.1"
      })
  void theStandardHeaderIsReadWhereItIsTheProxys(String told, String client) {
    ClientAddresses clientAddresses = trusting("Forwarded", "10.0.0.1");
    assertThat(clientAddresses.resolve(peer("10.0.0.1"), List.of(told)))
        .isEqualTo(expected(client));
  }

  @Test
  void withoutAProxyNothingIsBelieved() {
    assertThat(trusting("X-Forwarded-For").resolve(peer("127.0.0.1"), List.of("1.1.1.1")))
        .isEqualTo("127.0.0.1");
  }

  @Test
  void aHouseholdIsOneClient() {
    ClientAddresses clientAddresses = trusting("X-Forwarded-For", "::1");
    String one = clientAddresses.resolve(peer("::1"), List.of("2001:db8::1"));
    assertThat(clientAddresses.resolve(peer("::1"), List.of("2001:db8::ffff:1"))).isEqualTo(one);
    assertThat(clientAddresses.resolve(peer("::1"), List.of("2001:db8:0:1::1"))).isNotEqualTo(one);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"proxy", "10.0.0.0/33", "10.0.0.0/x", "10.0.0", "::1/129", "/8", "1.2.3.256"})
  void invalidNetworksAreReported(String network) {
    assertThatThrownBy(() -> IpNetwork.parse(network))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("CHATBOT_PROXIES");
  }
}
