package dev.animus4j.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class WebAddressTest {
  private static final URI BASE = URI.create("https://api.example.com/v1/images/generations?a=b");

  @ParameterizedTest
  @CsvSource(
      delimiter = ' ',
      quoteCharacter = '`',
      value = {
        "https://h/a.png https://h/a.png",
        "`https://h/a b.png` https://h/a%20b.png",
        "https://h/a|b[1]^{c}.png https://h/a%7Cb%5B1%5D%5E%7Bc%7D.png",
        "https://h/\"a\"<b>.png https://h/%22a%22%3Cb%3E.png",
        "https://h/füchsin.png https://h/f%C3%BCchsin.png",
        "https://h/%C3%BC%2f.png https://h/%C3%BC%2f.png",
        "https://h/100%.png https://h/100%25.png",
        "https://h/a.png?sig=a%2Bb&x=[1]|2 https://h/a.png?sig=a%2Bb&x=[1]%7C2",
        "https://h/a.png#part https://h/a.png",
        "HTTPS://H:8443/a.png HTTPS://H:8443/a.png",
        "https:\\\\h\\a.png https://h/a.png",
        "` https://h/a\t\n.png ` https://h/a.png",
        "https://my_bucket.h.com:80/a.png https://my_bucket.h.com:80/a.png",
        "https://bücher.de/a.png https://xn--bcher-kva.de/a.png",
        "https://[::1]:80/a.png https://[::1]:80/a.png",
        "/files/x/content https://api.example.com/files/x/content",
        "files/x.png https://api.example.com/v1/images/files/x.png",
        "./x.png https://api.example.com/v1/images/x.png",
        "../x.png https://api.example.com/v1/x.png",
        "//cdn.example.com/x.png https://cdn.example.com/x.png",
        "?id=7 https://api.example.com/v1/images/generations?id=7",
        "/a/../b.png https://api.example.com/b.png",
        "https://h/a//b/.well/c.png?sig=1 https://h/a//b/.well/c.png?sig=1",
        "https://h/a//b/../c.png https://h/a//c.png",
        "/../../b.png https://api.example.com/b.png",
        "https://h/a/./b/..%2f/c.png https://h/a/b/..%2f/c.png"
      })
  void isReadAsBrowsersDo(String address, String expected) {
    assertThat(WebAddress.resolve(BASE, address)).map(URI::toString).contains(expected);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "ftp://h/a.png",
        "file:///etc/passwd",
        "javascript:alert(1)",
        "data:image/png;base64,AAAA",
        "http://",
        "https:///a.png",
        "https://me:secret@h/a.png",
        "//me@h/a.png",
        "http://h:99999/a.png",
        "http://a_b:99999/a.png",
        "http://exa mple/a.png",
        "http://[nonsense/a.png"
      })
  void isNoneOfAnyOtherForm(String address) {
    assertThat(WebAddress.resolve(BASE, address)).isEmpty();
  }

  @Test
  void aHeaderMayHaveBytesOfUtf8() {
    assertThat(WebAddress.resolveHeader(BASE, "/f\u00c3\u00bcchsin a.png"))
        .contains(URI.create("https://api.example.com/f%C3%BCchsin%20a.png"));
    assertThat(WebAddress.resolveHeader(BASE, "/f\u00fcchsin.png"))
        .contains(URI.create("https://api.example.com/f%C3%BCchsin.png"));
  }

  @Test
  void aHostMayHaveAnUnderscore() {
    URI address = URI.create("https://my_host.example.com:8443/a");
    assertThat(WebAddress.host(address)).isEqualTo("my_host.example.com");
    assertThat(WebAddress.port(address)).isEqualTo(8443);
    assertThat(WebAddress.port(URI.create("https://my_host/a"))).isEqualTo(-1);
    assertThat(WebAddress.host(URI.create("mailto:me"))).isNull();
    assertThat(BaseUrls.of("x", "https://my_host/v1").toString()).isEqualTo("https://my_host/v1");
  }
}
