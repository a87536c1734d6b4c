package dev.animus4j.benchmarks;

/**
 * Where the provider is.
 *
 * @param settings how it has to behave
 * @param concurrency how many operations there will be at once, at most
 */
public record Target(int port, String settings, int concurrency) {

  /** The host, without the port. */
  public String host() {
    return "127.0.0.1";
  }

  /** The path before that of the API, which tells the provider its settings. */
  public String path() {
    return "/x/" + settings;
  }

  /** The address before the path of the API. */
  public String url() {
    return "http://" + host() + ":" + port + path();
  }

  /** The same API, said to be versioned. */
  public String v1() {
    return url() + "/v1";
  }

  /** How large the picture is that comes back. */
  public int pictureBytes() {
    return Integer.parseInt(settings.replaceAll(".*img=(\\d+).*", "$1"));
  }
}
