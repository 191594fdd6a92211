<?xml version="1.0" encoding="UTF-8"?>
<xsl:stylesheet version="1.0"
  xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
  xmlns:map="http://www.sitemaps.org/schemas/sitemap/0.9"
  xmlns:image="http://www.google.com/schemas/sitemap-image/1.1">
  <xsl:output method="html" encoding="UTF-8" indent="no" doctype-system="about:legacy-compat"/>

  <xsl:template match="/">
    <html lang="en">
      <head>
        <meta name="viewport" content="width=device-width, initial-scale=1"/>
        <meta name="robots" content="noindex"/>
        <title>Site map</title>
        <style>
          :root { color-scheme: light dark; }
          body { font: 1rem/1.5 system-ui, sans-serif; max-width: 72rem; margin: 2rem auto; padding: 0 1rem; }
          table { border-collapse: collapse; width: 100%; }
          th, td { text-align: left; padding: .35rem .75rem .35rem 0; border-bottom: 1px solid #8884; vertical-align: top; }
          td { overflow-wrap: anywhere; }
          td + td { white-space: nowrap; font-variant-numeric: tabular-nums; }
        </style>
      </head>
      <body>
        <h1>Site map</h1>
        <xsl:apply-templates/>
      </body>
    </html>
  </xsl:template>

  <xsl:template match="map:sitemapindex">
    <p><xsl:value-of select="count(map:sitemap)"/> parts. This list is made for search engines.</p>
    <table>
      <thead><tr><th>Part</th><th>Last change</th></tr></thead>
      <tbody><xsl:apply-templates select="map:sitemap"/></tbody>
    </table>
  </xsl:template>

  <xsl:template match="map:urlset">
    <p><xsl:value-of select="count(map:url)"/> addresses. This list is made for search engines.</p>
    <table>
      <thead><tr><th>Address</th><th>Images</th><th>Last change</th></tr></thead>
      <tbody><xsl:apply-templates select="map:url"/></tbody>
    </table>
  </xsl:template>

  <xsl:template match="map:sitemap">
    <tr>
      <td><a href="{map:loc}"><xsl:value-of select="map:loc"/></a></td>
      <td><xsl:call-template name="date"/></td>
    </tr>
  </xsl:template>

  <xsl:template match="map:url">
    <tr>
      <td><a href="{map:loc}"><xsl:value-of select="map:loc"/></a></td>
      <td><xsl:value-of select="count(image:image)"/></td>
      <td><xsl:call-template name="date"/></td>
    </tr>
  </xsl:template>

  <xsl:template name="date">
    <xsl:value-of select="translate(substring(map:lastmod, 1, 16), 'T', ' ')"/>
  </xsl:template>
</xsl:stylesheet>
