package dev.animus4j.benchmarks;

/**
 * Address of the provider.
 *
 * @param settings how it has to behave
 * @param concurrency maximum number of concurrent operations
 */
public record Target(int port, String settings, int concurrency) {

  /** The host, without the port. */
  public String host() {
    return "127.0.0.1";
  }

  /** The base path of the API, which contains the settings of the provider. */
  public String path() {
    return "/x/" + settings;
  }

  /** The base URL of the API. */
  public String url() {
    return "http://" + host() + ":" + port + path();
  }

  /** The base URL with a version. */
  public String v1() {
    return url() + "/v1";
  }

  /** The size of the image in the response. */
  public int pictureBytes() {
    return Integer.parseInt(settings.replaceAll(".*img=(\\d+).*", "$1"));
  }
}
