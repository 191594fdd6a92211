// Keeps what makes builds incremental: the snapshot and the traces, and the output that they are about.
const FOLDERS = ['.ghoststatic', 'public'];

module.exports = {
  async onPreBuild({ utils }) {
    for (const folder of FOLDERS) {
      await utils.cache.restore(folder);
    }
  },
  // after a successful build only: a failed one must not replace a good cache
  async onSuccess({ utils }) {
    for (const folder of FOLDERS) {
      await utils.cache.save(folder);
    }
  },
};
