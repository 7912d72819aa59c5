async () => [
    ...Object.keys(localStorage), ...Object.keys(sessionStorage), ...await caches.keys(),
    ...(await indexedDB.databases()).map(({name}) => name),
    ...(await navigator.serviceWorker.getRegistrations()).map(({scope}) => scope),
]
