package dev.animus4j.image.s3;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.regex.Pattern;

/**
 * Bucket, or the part of one below a prefix.
 *
 * @param endpoint an absolute http or https URL, whose path, if any, precedes that of each request
 * @param region the region that requests are signed for: {@code auto} at Cloudflare R2, {@code
 *     us-east-1} at most servers that have none
 * @param name the name of the bucket
 * @param prefix what the key of each image begins with, such as {@code bots/fox/}; empty for none
 * @param pathStyle whether the bucket is in the path of URLs, else it is in their host name
 */
public record S3Bucket(
    String endpoint, String region, String name, String prefix, boolean pathStyle) {
  /** In bytes of UTF-8; with the names of images, a key has at most 1024. */
  private static final int MAX_PREFIX = 768;

  private static final Pattern REGION = Pattern.compile("[A-Za-z0-9_-]{1,64}");
  private static final Pattern NAME =
      Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{1,253}[A-Za-z0-9]");
  private static final Pattern HOST_NAME = Pattern.compile("[a-z0-9](?:[a-z0-9.-]{0,61}[a-z0-9])?");
  private static final Pattern SEGMENT = Pattern.compile("(?:^|.*/)\\.{0,2}/.*");

  /**
   * @throws IllegalArgumentException when a component is malformed, or the bucket cannot be a part
   *     of the host name
   */
  public S3Bucket {
    endpoint = endpoint.strip().replaceFirst("/+$", "");
    URI url = requireUrl(endpoint);
    require(REGION.matcher(region).matches(), "the region is malformed: " + region);
    require(NAME.matcher(name).matches(), "the name of the bucket is malformed: " + name);
    require(isPrefix(prefix), "the prefix must be empty, or a/path/ without . or .. in it");
    require(
        pathStyle || isPartOfHost(url, name), "this bucket needs path-style addresses: " + name);
  }

  /** Bucket with path-style addresses and no prefix, for MinIO, Ceph and other servers. */
  public static S3Bucket of(String endpoint, String region, String name) {
    return new S3Bucket(endpoint, region, name, "", true);
  }

  /** Bucket of AWS, whose name must not have dots. */
  public static S3Bucket aws(String region, String name) {
    return new S3Bucket("https://s3." + region + ".amazonaws.com", region, name, "", false);
  }

  /** Bucket of Cloudflare R2. */
  public static S3Bucket cloudflare(String accountId, String name) {
    return of("https://" + accountId + ".r2.cloudflarestorage.com", "auto", name);
  }

  /** Returns the same bucket with another prefix. */
  public S3Bucket withPrefix(String prefix) {
    return new S3Bucket(endpoint, region, name, prefix, pathStyle);
  }

  /** Returns the same bucket, which is in the path of URLs, or in their host name. */
  public S3Bucket withPathStyle(boolean pathStyle) {
    return new S3Bucket(endpoint, region, name, prefix, pathStyle);
  }

  /** The URL of the bucket, without a slash at its end. */
  String url() {
    String scheme = endpoint.substring(0, endpoint.indexOf("//") + 2);
    return pathStyle
        ? endpoint + "/" + name
        : scheme + name + "." + endpoint.substring(scheme.length());
  }

  private static URI requireUrl(String endpoint) {
    try {
      URI url = new URI(endpoint);
      boolean web =
          "https".equalsIgnoreCase(url.getScheme()) || "http".equalsIgnoreCase(url.getScheme());
      require(web && url.getHost() != null, "the endpoint must be an http or https URL");
      boolean more =
          url.getUserInfo() != null || url.getQuery() != null || url.getFragment() != null;
      require(!more, "the endpoint must not contain user, query or fragment");
      return url;
    } catch (URISyntaxException e) {
      throw new IllegalArgumentException("the endpoint is not a URL: " + e.getReason(), e);
    }
  }

  private static boolean isPrefix(String prefix) {
    return UTF_8.newEncoder().canEncode(prefix)
        && prefix.getBytes(UTF_8).length <= MAX_PREFIX
        && prefix.chars().noneMatch(Character::isISOControl)
        && !SEGMENT.matcher(prefix).matches();
  }

  /** Numbers have no parts, and a certificate for one host name does not fit one with dots. */
  private static boolean isPartOfHost(URI url, String name) {
    boolean numeric = url.getHost().matches("[0-9.]+|\\[.*");
    boolean dots = "https".equalsIgnoreCase(url.getScheme()) && name.contains(".");
    return HOST_NAME.matcher(name).matches() && !numeric && !dots;
  }

  private static void require(boolean condition, String what) {
    if (!condition) {
      throw new IllegalArgumentException(what);
    }
  }
}
